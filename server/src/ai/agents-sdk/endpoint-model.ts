import {
  type Model,
  type ModelRequest,
  type ModelResponse,
  type ModelSettings,
  type StreamEvent,
  Usage,
  UserError,
} from '@openai/agents';
import type { AgentRequest } from '../../ports/agent.ts';
import { ModelCall, type ModelCalls } from '../model-call.ts';
import type { ModelDemands, ModelRequest as WireRequest } from '../wire/dialect.ts';
import type { ModelTurn, Usage as TokenUsage } from '../wire/model-turn.ts';
import { toTranscript } from './to-transcript.ts';

type OutputItem = Extract<StreamEvent, { type: 'response_done' }>['response']['output'][number];

/** What the calls of an agent's model have in common. */
export interface EndpointModelOptions {
  calls: ModelCalls;
  model: string;
  request: Pick<AgentRequest, 'temperature' | 'limits' | 'trace'>;
  signal: AbortSignal;
  /** Asked before each call; throws when none may be made. */
  before?(): void;
  /** Told of what each call took. */
  after?(usage: TokenUsage): void;
}

/** The configured endpoint as a model of the SDK's: with our deadlines, retries, circuit breaker and log lines. */
export class EndpointModel implements Model {
  readonly #options: EndpointModelOptions;

  constructor(options: EndpointModelOptions) {
    this.#options = options;
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    for await (const event of this.getStreamedResponse(request)) {
      if (event.type !== 'response_done') continue;
      const { output, usage } = event.response;
      const { inputTokens, outputTokens, totalTokens } = usage;
      return { output, usage: new Usage({ inputTokens, outputTokens, totalTokens }) };
    }
    throw new Error('A model call ended without its last event.');
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent, void> {
    const { calls, request: asked, before, after } = this.#options;
    const { signal = this.#options.signal } = request;
    before?.();
    const call = new ModelCall(calls, this.#encode(request), signal, asked.trace);
    let said = '';
    try {
      for (let text = await call.read(); text !== null; text = await call.read()) {
        said += text;
        yield { type: 'output_text_delta', delta: text };
      }
    } finally {
      call.close();
    }
    after?.(call.turn.usage);
    yield done(said, call.turn);
  }

  #encode(request: ModelRequest): WireRequest {
    const { model, request: asked } = this.#options;
    const { systemInstructions = '', input, modelSettings, handoffs } = request;
    if (request.prompt) throw new UserError('Stored prompts are for agents that have a model of their own.');
    return {
      model,
      instructions: systemInstructions,
      transcript: toTranscript(input),
      temperature: modelSettings.temperature ?? asked.temperature,
      outputTokens: boundOutput(modelSettings, asked.limits).maxTokens ?? null,
      tools: [...request.tools.map(toTool), ...handoffs.map(toHandoffTool)],
      toolsAllowed: modelSettings.toolChoice !== 'none',
      demands: demandsOf(modelSettings, request.outputType),
    };
  }
}

/** How long an answer may be: what the agent says, and no longer than the run allows. */
export function boundOutput(
  { maxTokens }: ModelSettings,
  { outputTokens }: AgentRequest['limits'],
): Pick<ModelSettings, 'maxTokens'> {
  if (outputTokens === null) return maxTokens === undefined ? {} : { maxTokens };
  return { maxTokens: Math.min(outputTokens, maxTokens ?? outputTokens) };
}

function done(text: string, { calls, usage, end }: ModelTurn): StreamEvent {
  const { inputTokens, outputTokens } = usage;
  const message: OutputItem = {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text }],
  };
  const asked = calls.map(
    ({ id, name, arguments: args, extra }): OutputItem => ({
      type: 'function_call',
      callId: id,
      name,
      arguments: args,
      ...(extra !== undefined && { providerData: { extra } }),
    }),
  );
  return {
    type: 'response_done',
    response: {
      id: '',
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
      output: text === '' && asked.length > 0 ? asked : [message, ...asked],
      providerData: { end },
    },
  };
}

const toHandoffTool = ({ toolName, toolDescription, inputJsonSchema }: ModelRequest['handoffs'][number]) => ({
  name: toolName,
  description: toolDescription,
  parameters: { ...inputJsonSchema },
});

function toTool(tool: ModelRequest['tools'][number]) {
  if (tool.type === 'function') return { ...tool, parameters: { ...tool.parameters } };
  throw new UserError(`A tool of the kind ${tool.type} is for agents that have a model of their own.`);
}

function demandsOf(settings: ModelSettings, outputType: ModelRequest['outputType']): ModelDemands {
  const { toolChoice = 'auto', topP, parallelToolCalls, reasoning, providerData } = settings;
  const effort = reasoning?.effort;
  return {
    ...(toolChoice === 'required' && { toolChoice: 'required' as const }),
    ...(isToolName(toolChoice) && { toolChoice: { name: toolChoice } }),
    ...(outputType !== 'text' && {
      format: { name: outputType.name, schema: { ...outputType.schema }, strict: outputType.strict },
    }),
    ...(topP !== undefined && { topP }),
    ...(parallelToolCalls !== undefined && { parallelToolCalls }),
    ...(effort && { reasoningEffort: effort }),
    ...(providerData && { parameters: providerData }),
  };
}

const isToolName = (choice: string): boolean => !['auto', 'required', 'none'].includes(choice);
