import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { DEFAULT_KEPT_REQUESTS, DEFAULT_MAX_BODY_BYTES, type OfflineModelOptions } from './options.ts';
import type { RecordedRequest } from './script/recorded-request.ts';
import { RequestLog } from './script/request-log.ts';
import type { Scenario } from './script/scenario.ts';
import { ScenarioQueue } from './script/scenario-queue.ts';
import { Exchange } from './serve/exchange.ts';
import { FixedReply } from './serve/fixed-reply.ts';
import { route } from './serve/route.ts';
import type { ServerState } from './serve/server-state.ts';

export interface OfflineModel extends AsyncDisposable {
  /** Base URL for OpenAI clients: `http://127.0.0.1:PORT/v1`. */
  url: string;
  /** Queues scenarios; each is played to the first request that fits it. */
  script: (scenarios: Scenario | Scenario[]) => void;
  /** Accepted requests for answers and embeddings, oldest first. */
  requests: readonly RecordedRequest[];
  /** Strict only: requests that no scenario was left for. */
  unexpected: readonly RecordedRequest[];
  /** Throws when a scenario was not played or a request was not expected. */
  assertDone: () => void;
  /** Stops listening and ends every connection, held ones included. */
  close: () => Promise<void>;
}

export async function startOfflineModel(options: OfflineModelOptions = {}): Promise<OfflineModel> {
  const { host = '127.0.0.1', port = 0 } = options;
  const state = createState(options);
  const open = new Set<Exchange>();
  const server = createServer((request, response) => {
    const exchange = new Exchange(request, response);
    open.add(exchange);
    void exchange.outcome.then(() => open.delete(exchange));
    void route(exchange, state);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const exchange of open) exchange.breakOff();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}/v1`,
    script: (scenarios) => state.queue.add(scenarios),
    requests: state.log.requests,
    unexpected: state.log.unexpected,
    assertDone: () => assertDone(state),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createState(options: OfflineModelOptions): ServerState {
  const {
    strict = false,
    pace = 0,
    maxBodyBytes = DEFAULT_MAX_BODY_BYTES,
    fixedReply,
    scenarios = [],
  } = options;
  const queue = new ScenarioQueue();
  queue.add(scenarios);
  return {
    queue,
    log: new RequestLog(options.keepRequests ?? (strict ? Number.POSITIVE_INFINITY : DEFAULT_KEPT_REQUESTS)),
    strict,
    paceMs: pace,
    maxBodyBytes,
    fixedReply: fixedReply === undefined ? undefined : new FixedReply(fixedReply, pace),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

function assertDone({ queue, log }: ServerState): void {
  const unused = queue.describeUnused();
  const unexpected = log.unexpected.map((request) => JSON.stringify(request.turns.at(-1)?.text ?? ''));
  const problems = [
    ...(unused.length > 0 ? [`scenarios never played: ${unused.join('; ')}`] : []),
    ...(unexpected.length > 0 ? [`requests with no scenario: ${unexpected.join('; ')}`] : []),
  ];
  if (problems.length > 0) throw new Error(`Offline model: ${problems.join('. ')}`);
}
