import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OfflineModel, startOfflineModel } from '@parlance/offline-model';
import { onTestFinished } from 'vitest';
import { type Ai, type AiOptions, createAi } from '../../server/src/ai/create-ai.ts';
import type {
  AgentEvent,
  AgentLimits,
  AgentOutcome,
  AgentRequest,
  ModelCallReport,
} from '../../server/src/ports/agent.ts';

export type Api = ModelCallReport['api'];
export const apis: Api[] = ['chat_completions', 'responses'];

export interface TestAi extends Ai {
  reports: ModelCallReport[];
}

/** The room on a real endpoint. The defaults leave no time to lose: quick retries, a patient breaker. */
export function openAi(baseUrl: string, api: Api, options: Partial<AiOptions> = {}): TestAi {
  const reports: ModelCallReport[] = [];
  const ai = createAi({
    endpoint: { baseUrl, apiKey: 'key', api, model: 'default-model' },
    timeoutMs: 5_000,
    retryDelayMs: 1,
    onModelCall: (report) => reports.push(report),
    ...options,
  });
  onTestFinished(() => ai.close());
  return { ...ai, reports };
}

export interface Setup extends TestAi {
  model: OfflineModel;
}

/** The room on a scripted model. */
export async function startAi(api: Api, options: Partial<AiOptions> = {}): Promise<Setup> {
  const model = await startOfflineModel({ strict: true });
  onTestFinished(() => model.close());
  return { model, ...openAi(model.url, api, options) };
}

/** A server that does what the test says, byte by byte. */
export async function startRawServer(
  listener: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer(async (request, response) => {
    listener(request, response, Buffer.concat(await request.toArray()).toString());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** Bounds that no test comes near to, unless it sets its own. */
export const limits: AgentLimits = {
  steps: 5,
  toolCalls: 10,
  runMs: 60_000,
  toolMs: 60_000,
  tokens: 1_000_000,
  outputTokens: null,
};

export function ask(overrides: Partial<AgentRequest> = {}): AgentRequest {
  return {
    model: null,
    instructions: 'Be brief.',
    messages: [{ role: 'user', text: 'Hello?' }],
    temperature: null,
    tools: [],
    limits,
    trace: { runId: 'run-1' },
    ...overrides,
  };
}

export interface Answer {
  events: AgentEvent[];
  text: string;
  outcome: AgentOutcome;
}

const never = new AbortController().signal;

/** Runs a request to its end; `onEvent` sees each event before the next is asked for. */
export async function answer(
  ai: Ai,
  request = ask(),
  { signal = never, onEvent }: { signal?: AbortSignal; onEvent?: (event: AgentEvent) => void } = {},
): Promise<Answer> {
  const events: AgentEvent[] = [];
  for await (const event of ai.runtime.run(request, signal)) {
    events.push(event);
    onEvent?.(event);
  }
  const last = events.at(-1);
  if (last?.type !== 'finished') throw new Error('The run did not finish.');
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  return { events, text, outcome: last.outcome };
}

export function failureOf({ outcome }: Answer) {
  if (outcome.status !== 'failed') throw new Error(`The run did not fail: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The events of a type, in order. */
export function eventsOf<T extends AgentEvent['type']>(events: AgentEvent[], type: T) {
  return events.filter((event): event is Extract<AgentEvent, { type: T }> => event.type === type);
}
