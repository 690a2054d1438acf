import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type ApiError, errorBody } from '../api-error.ts';
import type { Outcome } from '../script/recorded-request.ts';

/** One request and its response; everything that waits here stops waiting when the connection is gone. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly outcome: Promise<Outcome>;
  readonly #gone = new AbortController();
  #broken = false;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    response.setHeader('x-request-id', `req_${randomUUID().replaceAll('-', '')}`);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.outcome = promise;
    response.once('close', () => {
      this.#gone.abort();
      resolve(this.#outcomeNow());
    });
  }

  get isGone(): boolean {
    return this.#gone.signal.aborted;
  }

  get aborted(): boolean {
    return this.isGone && this.#outcomeNow() === 'aborted';
  }

  /** Lets go what was written: Node corks the writes of one tick, and destroying would drop them. */
  async flush(): Promise<void> {
    await setImmediate();
  }

  /** Destroys the connection, as a fault or a closing server does. */
  breakOff(): void {
    this.#broken = true;
    this.response.destroy();
  }

  async pause(ms: number): Promise<void> {
    if (ms > 0) await setTimeout(ms, undefined, { signal: this.#gone.signal });
  }

  /** Waits for a promise, but no longer than for the caller; without one, until the caller has left. */
  async hold(until?: Promise<void>): Promise<void> {
    const { promise: left, reject } = Promise.withResolvers<void>();
    const leave = () => reject(this.#gone.signal.reason);
    this.#gone.signal.throwIfAborted();
    this.#gone.signal.addEventListener('abort', leave, { once: true });
    try {
      await (until ? Promise.race([until, left]) : left);
    } finally {
      this.#gone.signal.removeEventListener('abort', leave);
    }
  }

  startStream(): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  }

  async write(data: string | Buffer): Promise<void> {
    this.#gone.signal.throwIfAborted();
    if (!this.response.write(data)) await once(this.response, 'drain', { signal: this.#gone.signal });
  }

  sendJson(body: unknown, status = 200, headers: Record<string, string> = {}): void {
    const text = JSON.stringify(body);
    this.response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  }

  sendError(error: ApiError, headers?: Record<string, string>): void {
    this.sendJson(errorBody(error), error.status, headers);
  }

  #outcomeNow(): Outcome {
    if (this.#broken) return 'broken';
    return this.response.writableEnded ? 'answered' : 'aborted';
  }
}
