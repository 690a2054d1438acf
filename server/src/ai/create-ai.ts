import type {
  AgentEvent,
  AgentOutcome,
  AgentRequest,
  AgentRuntime,
  ModelCallReport,
} from '../ports/agent.ts';
import { AgentRun, type MakeAnswer } from './agent-run.ts';
import type { RegisteredAgents } from './agents-sdk/registered-agent.ts';
import { Breaker, type BreakerOptions } from './breaker.ts';
import { ModelError } from './errors.ts';
import { ModelClient } from './http/model-client.ts';
import type { Endpoint } from './presets.ts';
import type { ToolFault } from './tool-call.ts';
import { runToolLoop, type ToolLoop } from './tool-loop.ts';
import { chatCompletions } from './wire/chat-completions.ts';
import { responses } from './wire/responses.ts';

export interface AiOptions {
  endpoint: Endpoint;
  /** No byte from the model for so long fails the call. */
  timeoutMs: number;
  /** 2 */
  maxRetries?: number;
  /** The first wait before a retry, where the endpoint names none; it doubles. 500. */
  retryDelayMs?: number;
  /** Streams held at the same time; more wait their turn. 4,096. */
  maxConnections?: number;
  /** Five failures in a row; 10 seconds. */
  breaker?: BreakerOptions;
  /** Agents of the Agents SDK, by the names that bots know them by. */
  agents?: RegisteredAgents;
  onModelCall(report: ModelCallReport): void;
  onToolFault?(fault: ToolFault): void;
  /** Milliseconds; for the breaker and the reports. */
  now?(): number;
}

export interface Ai {
  runtime: AgentRuntime;
  /** Ends every connection; runs that still go on fail. */
  close(): Promise<void>;
}

const dialects = { chat_completions: chatCompletions, responses };

export function createAi(options: AiOptions): Ai {
  const { baseUrl, apiKey, api, model } = options.endpoint;
  const {
    timeoutMs,
    maxConnections = 4096,
    agents = {},
    onModelCall,
    now = () => performance.now(),
  } = options;
  const client = new ModelClient({ baseUrl, apiKey, timeoutMs, maxConnections });
  const loop: ToolLoop = {
    calls: {
      client,
      dialect: dialects[api],
      breaker: new Breaker(options.breaker ?? { failures: 5, openMs: 10_000 }, now),
      retry: { maxRetries: options.maxRetries ?? 2, baseDelayMs: options.retryDelayMs ?? 500 },
      onModelCall,
      now,
    },
    defaultModel: model,
    onToolFault: options.onToolFault ?? (() => {}),
  };
  return {
    runtime: {
      run: (request, signal) => {
        const { runtime = null, limits } = request;
        const answer: MakeAnswer = (stop) =>
          runtime === null
            ? runToolLoop(loop, request, stop)
            : answerAs(runtime, agents, loop, request, stop);
        return new AgentRun(answer, limits.runMs, signal);
      },
    },
    close: () => client.close(),
  };
}

/** Answers with a registered agent; the framework of those is loaded only here. */
async function* answerAs(
  runtime: string,
  agents: RegisteredAgents,
  loop: ToolLoop,
  request: AgentRequest,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, AgentOutcome> {
  const agent = Object.hasOwn(agents, runtime) ? agents[runtime] : undefined;
  if (agent === undefined) throw new ModelError('model_unavailable', `No agent ${runtime} is registered.`);
  const { runAgent } = await import('./agents-sdk/run-agent.ts');
  return yield* runAgent(loop, agent, request, signal);
}
