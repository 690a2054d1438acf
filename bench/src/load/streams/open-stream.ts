import type { Dispatcher } from 'undici';
import { clock } from '../../clock.ts';
import { TokenReader } from './token-reader.ts';

type Controller = Dispatcher.DispatchController;

/** What is expected of a stream, and who is told of it. */
export interface Expectations {
  /** The first token's number, and the one after the last. */
  from: number;
  to: number;
  /** Stands near the end of a stream that ended well. */
  mark: string;
  onFirst(stream: OpenStream, ms: number): void;
  onToken(lagMs: number): void;
  /** Told what comes, as text. */
  onText?: (text: string) => void;
}

// The last event of a run, and what tRPC closes its answer with.
const TAIL_LENGTH = 600;

/** One stream as undici dispatches it: read as little as can be. */
export class OpenStream implements Dispatcher.DispatchHandler {
  /** Settles with null, or with what was wrong. */
  readonly ended: Promise<string | null>;
  readonly #expected: Expectations;
  readonly #reader: TokenReader;
  readonly #startedAt = clock();
  #settle: (problem: string | null) => void = () => {};
  #controller: Controller | null = null;
  #status = 0;
  #tail = '';
  #begun = false;

  constructor(expected: Expectations) {
    this.#expected = expected;
    this.#reader = new TokenReader(expected.from);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Leaves: the stream ends here with what was wrong, if anything was. */
  drop(problem: string | null): void {
    this.#settle(problem);
    this.#controller?.abort(new Error('dropped'));
  }

  /** Stops reading the socket. */
  pause(): void {
    this.#controller?.pause();
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
  }

  onResponseStart(_controller: Controller, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    const now = clock();
    const text = chunk.toString('latin1');
    this.#tail = (this.#tail + text).slice(-TAIL_LENGTH);
    this.#expected.onText?.(text);
    this.#reader.push(text, (sentAt) => {
      if (!this.#begun) {
        this.#begun = true;
        this.#expected.onFirst(this, now - this.#startedAt);
      }
      this.#expected.onToken(now - sentAt);
    });
  }

  onResponseEnd(): void {
    const { to, mark } = this.#expected;
    const { next, problem } = this.#reader;
    if (this.#status !== 200) this.#settle(`answered ${this.#status} ${this.#tail}`);
    else if (problem !== null) this.#settle(problem);
    else if (next !== to) this.#settle(`${next} of ${to} tokens came; last: ${this.#tail}`);
    else this.#settle(this.#tail.includes(mark) ? null : `${mark} did not come; last: ${this.#tail}`);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#settle(`${error.name}: ${error.message}`);
  }
}
