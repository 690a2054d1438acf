import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../../../json.ts';
import type { ModelRequest, Turn } from '../../../request/model-request.ts';
import { readOutcome, type ToolOutcome } from './tool-outcome.ts';

/** A call of a task tool. */
export interface Ask {
  tool: string;
  arguments: JsonObject;
}

/** The calls that were made since the user's last message, with what came of them. Each is taken once. */
export class ToolTurns {
  #made: { ask: Ask; outcome: ToolOutcome }[];

  constructor({ turns }: ModelRequest) {
    const since = turns.slice(turns.findLastIndex(({ role }) => role === 'user') + 1);
    const outputs = new Map(since.map(({ answersCallId, text }) => [answersCallId, text]));
    this.#made = since.flatMap(({ calls }) =>
      calls.map((call) => ({ ask: readAsk(call), outcome: readOutcome(outputs.get(call.id) ?? '') })),
    );
  }

  /** What came of a call, or nothing: it is still to be made. */
  take(ask: Ask): ToolOutcome | undefined {
    const found = this.#made.find((made) => isDeepStrictEqual(made.ask, ask));
    this.#made = this.#made.filter((made) => made !== found);
    return found?.outcome;
  }
}

function readAsk(call: Turn['calls'][number]): Ask {
  try {
    const read: unknown = JSON.parse(call.arguments);
    return { tool: call.name, arguments: isObject(read) ? read : {} };
  } catch {
    return { tool: call.name, arguments: {} };
  }
}
