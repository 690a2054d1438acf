import type { FinishReason, Usage } from '../answer.ts';
import type { JsonObject } from '../json.ts';
import type { Purpose } from '../request/model-request.ts';
import type { RecordedRequest } from './recorded-request.ts';

export interface ScriptedToolCall {
  id?: string;
  name: string;
  /** An object is written as JSON; a string is sent as it is, malformed or not. */
  arguments: JsonObject | string;
}

/** What goes wrong. Chunks are text, reasoning or argument deltas; of a whole answer, half the body is sent. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  /** Accepts the request and never answers. */
  | { hang: true }
  /** Falls silent with the connection open. */
  | { stallAfter: number }
  /** Destroys the socket. */
  | { cutAfter: number }
  /** Ends cleanly with no finish reason or terminal event. */
  | { endAfter: number }
  /** An error event in the stream; 500 when not streaming. */
  | { errorChunkAfter: number }
  /** `response.failed` in place of the end; an error event for Chat Completions. */
  | { failed: true }
  /** One more chunk, of this many bytes on one line. */
  | { hugeLine: number };

/** One reply, for one request, in either wire format. */
export interface Scenario {
  /** How `assertDone()` names it. */
  name?: string;
  /** Requests of another purpose pass it by, so that a title in the background does not take an answer. */
  purpose?: Purpose;
  model?: string;
  when?: (request: RecordedRequest) => boolean;
  /** A string is sent word by word, an array chunk by chunk. */
  text?: string | string[];
  reasoning?: string;
  toolCalls?: ScriptedToolCall[];
  usage?: Partial<Usage>;
  finishReason?: FinishReason;
  /** Before the first byte. */
  delayMs?: number;
  /** Between chunks. */
  paceMs?: number;
  /** Awaited before the end, or before the fault strikes. */
  hold?: Promise<void>;
  fault?: Fault;
}
