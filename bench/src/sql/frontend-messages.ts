const STARTUP_VERSION = 196_608;

/** What a round trip was for: the name of its statement, or its text where it has none. */
export type RoundTrip = string;

/**
 * Reads what a client of PostgreSQL sends and counts its round trips: each ends in a Sync or is a simple query, and is
 * answered by one ReadyForQuery.
 */
export class FrontendMessages {
  readonly #onRoundTrip: (what: RoundTrip) => void;
  readonly #texts = new Map<string, string>();
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;
  #bound: string[] = [];

  constructor(onRoundTrip: (what: RoundTrip) => void) {
    this.#onRoundTrip = onRoundTrip;
  }

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#take());
  }

  /** Reads one whole message, when there is one. */
  #take(): boolean {
    // The first messages, up to the one that names the version, have no type.
    const head = this.#begun ? 1 : 0;
    if (this.#rest.length < head + 4) return false;
    const end = head + this.#rest.readInt32BE(head);
    if (this.#rest.length < end) return false;
    const body = this.#rest.subarray(head + 4, end);
    if (this.#begun) this.#read(String.fromCharCode(this.#rest[0] ?? 0), body);
    else this.#begun = body.readInt32BE(0) === STARTUP_VERSION;
    this.#rest = this.#rest.subarray(end);
    return true;
  }

  #read(type: string, body: Buffer): void {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    if (type === 'P') this.#texts.set(first, second);
    else if (type === 'B') this.#bound.push(second === '' ? (this.#texts.get('') ?? '') : second);
    else if (type === 'Q') this.#onRoundTrip(first);
    else if (type === 'S') {
      this.#onRoundTrip(this.#bound.join('; '));
      this.#bound = [];
    }
  }
}
