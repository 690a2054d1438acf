import type { Answer } from '../answer.ts';
import type { ApiError } from '../api-error.ts';
import type { JsonObject } from '../json.ts';

/**
 * One server-sent event. `open` prepares for deltas, `delta` carries a chunk, `close` ends an item,
 * `finish` is what an answer that breaks off never reaches.
 */
export interface Frame {
  kind: 'open' | 'delta' | 'close' | 'finish';
  /** Called when the event is sent, so that its sequence number is the next one. */
  render: () => string;
}

/** One answer in one wire format, for one request. */
export interface AnswerFormat {
  whole: (answer: Answer) => JsonObject;
  frames: (answer: Answer) => Generator<Frame>;
  errorEvent: (error: ApiError) => string;
  /** How the format says that the model failed; undefined where only an error can. */
  wholeFailure: (error: ApiError) => JsonObject | undefined;
  failureEvent: (error: ApiError) => string;
}

const PIECE_OF_ARGUMENTS = /[\s\S]{1,16}/gu;

export function argumentPieces(text: string): string[] {
  return text.match(PIECE_OF_ARGUMENTS) ?? [];
}

export function dataLine(data: JsonObject): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
