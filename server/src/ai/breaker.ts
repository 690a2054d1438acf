import { ModelError } from './errors.ts';

export interface BreakerOptions {
  /** Failures in a row that open it. */
  failures: number;
  /** How long it stays open before one call may try. */
  openMs: number;
}

/** One attempt's way through the breaker. After `alive` it still says how it ended; the others are its last word. */
export interface BreakerPass {
  /** The endpoint answers, however the call ends. */
  alive(): void;
  succeeded(): void;
  failed(): void;
  /** The attempt was given up before the endpoint said anything. */
  released(): void;
}

/** Stops calling an endpoint that has failed several times in a row, then lets one call try whether it is back. */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #now: () => number;
  #failuresInARow = 0;
  #openUntil = 0;
  #probing = false;

  constructor(options: BreakerOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#failuresInARow >= this.#options.failures;
  }

  /** Throws `model_unavailable` while the endpoint rests. */
  enter(): BreakerPass {
    if (!this.isOpen) return this.#pass(false);
    const retryAfterMs = this.#probing ? this.#options.openMs : this.#openUntil - this.#now();
    if (retryAfterMs > 0) {
      throw new ModelError('model_unavailable', 'The circuit breaker of the endpoint is open.', {
        retryAfterMs,
      });
    }
    this.#probing = true;
    return this.#pass(true);
  }

  #pass(probe: boolean): BreakerPass {
    return {
      alive: () => {
        if (!this.isOpen) return;
        this.#failuresInARow = this.#options.failures - 1;
        this.#probing = false;
      },
      succeeded: () => {
        this.#failuresInARow = 0;
        this.#probing = false;
      },
      failed: () => {
        if (this.isOpen && !probe) return;
        this.#failuresInARow += 1;
        this.#probing = false;
        if (this.isOpen) this.#openUntil = this.#now() + this.#options.openMs;
      },
      released: () => {
        if (probe) this.#probing = false;
      },
    };
  }
}
