import { ModelError } from './errors.ts';
import type { ModelResponse } from './http/model-response.ts';
import type { Dialect } from './wire/dialect.ts';
import { newTurn } from './wire/model-turn.ts';
import { SseEvents } from './wire/sse-events.ts';

/** Reads one streaming response to its end. */
export class ModelStream {
  readonly turn = newTurn();
  readonly #response: ModelResponse;
  readonly #dialect: Dialect;
  readonly #events = new SseEvents();
  #failure: ModelError | null = null;

  constructor(response: ModelResponse, dialect: Dialect) {
    this.#response = response;
    this.#dialect = dialect;
  }

  /** The text that came next, all that one read of the network brought; null: the answer is whole. */
  async read(): Promise<string | null> {
    const { turn } = this;
    while (turn.text === '' && !turn.done && !this.#failure) this.#take(await this.#next());
    if (turn.text !== '') {
      const { text } = turn;
      turn.text = '';
      return text;
    }
    if (this.#failure) throw this.#failure;
    this.#response.discard();
    return null;
  }

  async #next(): Promise<Buffer | ModelError | null> {
    try {
      return await this.#response.read();
    } catch (error) {
      if (error instanceof ModelError) return error;
      return new ModelError('model_failed', 'The stream broke off.', {
        cause: error,
        retryable: true,
        endpointFault: true,
      });
    }
  }

  #take(next: Buffer | ModelError | null): void {
    try {
      if (next instanceof ModelError || next === null) this.#finish(next);
      else this.#events.push(next, this.#onData);
    } catch (error) {
      this.#fail(
        error instanceof ModelError
          ? error
          : new ModelError('model_failed', 'The stream of the model could not be read.', { cause: error }),
      );
    }
  }

  /** The bytes are over. What may still have come after the reason to finish is only usage. */
  #finish(error: ModelError | null): void {
    if (!error) this.#events.end(this.#onData);
    if (this.turn.end === null) throw error ?? endedEarly();
    this.turn.done = true;
  }

  #fail(error: ModelError): void {
    this.#failure = error;
    this.#response.abort(error);
  }

  readonly #onData = (data: string): void => {
    if (!this.turn.done) this.#dialect.read(data, this.turn);
  };
}

const endedEarly = () =>
  new ModelError('model_failed', 'The stream ended without a finish reason.', {
    retryable: true,
    endpointFault: true,
  });
