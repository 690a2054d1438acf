import { type Answer, estimateUsage, newCallId, type ToolCall } from '../answer.ts';
import type { ModelRequest } from '../request/model-request.ts';
import { wordChunks } from '../text/words.ts';
import type { Fault, Scenario, ScriptedToolCall } from './scenario.ts';

export function scenarioAnswer(scenario: Scenario, request: ModelRequest): Answer {
  const { text = [], reasoning = '', toolCalls = [], fault, usage } = scenario;
  const spoken = typeof text === 'string' ? wordChunks(text) : text;
  const chunks = [...spoken, ...hugeChunk(fault)];
  const calls = toolCalls.map(toToolCall);
  const content = { reasoning, chunks, toolCalls: calls };
  const finishReason = scenario.finishReason ?? (calls.length > 0 ? 'tool_calls' : 'stop');
  return { ...content, finishReason, usage: { ...estimateUsage(request, content), ...usage } };
}

function hugeChunk(fault: Fault | undefined): string[] {
  return fault && 'hugeLine' in fault ? ['x'.repeat(fault.hugeLine)] : [];
}

function toToolCall(call: ScriptedToolCall): ToolCall {
  return {
    id: call.id ?? newCallId(),
    name: call.name,
    arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
  };
}
