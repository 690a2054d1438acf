import { readToken, STAMP_LENGTH } from '../../plan.ts';

/** Finds the model's tokens in what comes from a server, whatever they are wrapped in. */
export class TokenReader {
  #next: number;
  #rest = '';
  #problem: string | null = null;

  /** Expects the token of this number first. */
  constructor(from: number) {
    this.#next = from;
  }

  /** The token that is to come next. */
  get next(): number {
    return this.#next;
  }

  /** What was wrong with the tokens so far. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Calls with the time of sending of each token. */
  push(chunk: string, onToken: (sentAt: number) => void): void {
    const text = this.#rest + chunk;
    let at = text.indexOf('@');
    for (; at >= 0 && at + STAMP_LENGTH <= text.length; at = text.indexOf('@', at + STAMP_LENGTH)) {
      const { number, sentAt } = readToken(text, at);
      if (number !== this.#next) this.#problem ??= `token ${number} came, not ${this.#next}`;
      this.#next += 1;
      onToken(sentAt);
    }
    this.#rest = at < 0 ? '' : text.slice(at);
  }
}
