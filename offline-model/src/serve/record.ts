import type { ModelRequest } from '../request/model-request.ts';
import type { RecordedRequest } from '../script/recorded-request.ts';
import type { Exchange } from './exchange.ts';
import type { ServerState } from './server-state.ts';

export function record(exchange: Exchange, state: ServerState, request: ModelRequest): RecordedRequest {
  const recorded: RecordedRequest = {
    ...request,
    headers: exchange.request.headers,
    get aborted() {
      return exchange.aborted;
    },
    outcome: exchange.outcome,
  };
  state.log.add(recorded);
  return recorded;
}
