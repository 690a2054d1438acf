import type { Dispatcher } from 'undici';
import { ModelError } from '../errors.ts';
import type { IdleWatch, Watched } from './idle-watch.ts';
import { ResponseHeaders } from './response-headers.ts';

type Controller = Dispatcher.DispatchController;
type RawHeaders = ConstructorParameters<typeof ResponseHeaders>[0];

const highWaterBytes = 64 * 1024;
const errorBodyBytes = 64 * 1024;

/**
 * A response as undici dispatches it: no stream objects and no signals between the socket and the reader.
 * Looks to the openai client like the parts of a `Response` that it reads.
 */
export class ModelResponse implements Dispatcher.DispatchHandler, Watched {
  ok = false;
  status = 0;
  headers = new ResponseHeaders({});
  waiting = true;
  idleTicks = 0;

  readonly started: Promise<void>;
  readonly #watch: IdleWatch;
  readonly #signal: AbortSignal | null;
  readonly #onAbort = () => this.abort(new Error('The caller stopped.'));
  readonly #chunks: Buffer[] = [];
  #settleStart: (error: Error | null) => void = () => {};
  #wakeReader: (() => void) | null = null;
  #controller: Controller | null = null;
  #bufferedBytes = 0;
  #discarding = false;
  #over = false;
  #failure: Error | null = null;

  constructor(watch: IdleWatch, signal: AbortSignal | null) {
    this.#watch = watch;
    this.#signal = signal;
    watch.add(this);
    signal?.addEventListener('abort', this.#onAbort);
    this.started = new Promise((resolve, reject) => {
      this.#settleStart = (error) => (error ? reject(error) : resolve());
    });
  }

  /** The next bytes; null at the end. One reader at a time. */
  async read(): Promise<Buffer | null> {
    if (this.#chunks.length === 0 && !this.#over) {
      this.waiting = true;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk) {
      this.#bufferedBytes -= chunk.length;
      if (this.#bufferedBytes === 0 && this.#controller?.paused) this.#controller.resume();
      return chunk;
    }
    if (this.#failure) throw this.#failure;
    return null;
  }

  /** The body of an error, cut where it gets long. */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (let chunk = await this.read(); chunk && bytes < errorBodyBytes; chunk = await this.read()) {
      chunks.push(chunk);
      bytes += chunk.length;
    }
    this.discard();
    return Buffer.concat(chunks).toString('utf8', 0, errorBodyBytes);
  }

  /** Nobody reads on. What is left of a complete answer is let through, so that the connection can be used again. */
  discard(): void {
    this.#discarding = true;
    this.waiting = true;
    this.idleTicks = 0;
    this.#chunks.length = 0;
    this.#bufferedBytes = 0;
    if (this.#controller?.paused) this.#controller.resume();
  }

  /** Closes the connection now, whatever the state. */
  abort(reason: Error): void {
    if (this.#over) return;
    this.#finish(reason);
    this.#controller?.abort(reason);
  }

  onIdle(): void {
    this.abort(
      new ModelError('model_timeout', 'No byte came from the model in time.', { endpointFault: true }),
    );
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#over) controller.abort(this.#failure ?? new Error('aborted'));
  }

  onResponseStart(_controller: Controller, status: number, headers: RawHeaders): void {
    if (status < 200) return;
    this.status = status;
    this.ok = status < 300;
    this.headers = new ResponseHeaders(headers);
    this.idleTicks = 0;
    this.#settleStart(null);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#over) return;
    this.#bufferedBytes += chunk.length;
    if (this.#discarding) {
      if (this.#bufferedBytes > highWaterBytes)
        this.abort(new Error('More came after the end of the answer.'));
      return;
    }
    this.idleTicks = 0;
    this.waiting = false;
    this.#chunks.push(chunk);
    if (this.#bufferedBytes > highWaterBytes) controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#finish(error);
  }

  #finish(failure: Error | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = failure;
    this.#watch.delete(this);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#settleStart(failure);
    this.#wake();
  }

  #wake(): void {
    const wake = this.#wakeReader;
    this.#wakeReader = null;
    wake?.();
  }
}
