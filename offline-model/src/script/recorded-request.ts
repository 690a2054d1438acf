import type { IncomingHttpHeaders } from 'node:http';
import type { ModelRequest } from '../request/model-request.ts';

/** `aborted`: the caller left first. `broken`: this server cut the connection, by a fault or by `close()`. */
export type Outcome = 'answered' | 'aborted' | 'broken';

export interface RecordedRequest extends ModelRequest {
  headers: IncomingHttpHeaders;
  /** True from the moment the caller has left before the end of its answer. */
  readonly aborted: boolean;
  /** Settles when the exchange is over and its timers are released. */
  readonly outcome: Promise<Outcome>;
}
