import {
  type AgentInputItem,
  assistant,
  RunHandoffCallItem,
  RunHandoffOutputItem,
  type RunItem,
  RunMessageOutputItem,
  RunToolCallItem,
  RunToolCallOutputItem,
  user,
} from '@openai/agents';
import { OUTCOME_UNKNOWN } from '@parlance/client-sdk/contract';
import type { EarlierStep, StepCall } from '../../ports/agent.ts';
import { readStepCall } from '../tool-call.ts';
import { readableResult } from '../tool-result.ts';
import { type AgentView, type AgentViews, findHandoff } from './agent-views.ts';
import type { AnyAgent } from './registered-agent.ts';
import type { SdkRun } from './sdk-run.ts';

/** Where an answer begins, or goes on: which agent it is the turn of, and what it is shown. */
export interface Beginning {
  agent: AnyAgent;
  input: AgentInputItem[];
}

/** Goes over the steps that earlier processes made; carries out what is left of the last one. */
export async function goOn(run: SdkRun, views: AgentViews, registered: AnyAgent): Promise<Beginning> {
  const { messages, done = [] } = run.request;
  let history: AgentInputItem[] = messages.map(({ role, text }) =>
    role === 'user' ? user(text) : assistant(text),
  );
  let items: RunItem[] = [];
  let view = views.of(registered);
  for (const step of done) {
    const made = itemsOf(step, await outputsOf(run, view, step), view);
    const handoff = step.calls.map((call) => handoffBy(view.original, call)).find(Boolean);
    if (handoff?.inputFilter) {
      const kept = { inputHistory: history, preHandoffItems: items, newItems: made, runContext: run.context };
      const { inputHistory, preHandoffItems, newItems } = handoff.inputFilter(kept);
      history = typeof inputHistory === 'string' ? [user(inputHistory)] : inputHistory;
      items = [...preHandoffItems, ...newItems];
    } else items.push(...made);
    if (handoff) view = views.of(handoff.agent);
  }
  const said = items.flatMap(({ rawItem }) => (rawItem === undefined ? [] : [rawItem as AgentInputItem]));
  return { agent: view.agent, input: [...history, ...said] };
}

const handoffBy = (agent: AnyAgent, { tool, result }: StepCall) =>
  result !== null && !result.isError ? findHandoff(agent, tool) : undefined;

/** What the model is told of the calls of a step, by their ids. */
async function outputsOf(run: SdkRun, view: AgentView, { calls }: EarlierStep): Promise<Map<string, string>> {
  const known = calls.flatMap(({ toolCallId, result }): [string, string][] =>
    result === null ? [] : [[toolCallId, readableResult(result).output]],
  );
  const open = calls.filter(({ result }) => result === null);
  if (open.length === 0) return new Map(known);
  await view.agent.getEnabledHandoffs(run.context);
  await view.agent.getAllTools(run.context);
  const left = open.map((call) =>
    // It was begun; that it may be repeated was said of another tool.
    call.claimed && view.offered.shadowed.has(call.tool)
      ? {
          ...readStepCall(call, []),
          tool: { refusal: OUTCOME_UNKNOWN },
        }
      : readStepCall(call, view.offered.tools),
  );
  const results = await run.carryOut(run.state.step, left);
  if (run.tripped !== null) throw run.tripped;
  return new Map([...known, ...results.map(({ callId, output }): [string, string] => [callId, output])]);
}

function itemsOf(
  { text, calls }: EarlierStep,
  outputs: Map<string, string>,
  { agent, original }: AgentView,
): RunItem[] {
  const said = text === '' ? [] : [new RunMessageOutputItem(assistant(text), agent)];
  const asked = calls.map((call) => {
    const item = functionCall(call);
    return handoffBy(original, call) ? new RunHandoffCallItem(item, agent) : new RunToolCallItem(item, agent);
  });
  const told = calls.map((call) => {
    const output = outputs.get(call.toolCallId) ?? '';
    const item = {
      type: 'function_call_result' as const,
      ...{ name: call.tool, callId: call.toolCallId, status: 'completed' as const, output },
    };
    const target = handoffBy(original, call)?.agent;
    return target
      ? new RunHandoffOutputItem(item, agent, target)
      : new RunToolCallOutputItem(item, agent, output);
  });
  return [...said, ...asked, ...told];
}

const functionCall = ({ toolCallId, tool, arguments: args, extra }: StepCall) => ({
  type: 'function_call' as const,
  callId: toolCallId,
  name: tool,
  arguments: typeof args === 'string' ? args : JSON.stringify(args),
  status: 'completed' as const,
  ...(extra !== undefined && { providerData: { extra } }),
});
