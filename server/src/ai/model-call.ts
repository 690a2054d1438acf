import type { ModelCallReport } from '../ports/agent.ts';
import type { Breaker, BreakerPass } from './breaker.ts';
import type { ModelError } from './errors.ts';
import type { ModelClient } from './http/model-client.ts';
import { ModelResponse } from './http/model-response.ts';
import { ModelStream } from './model-stream.ts';
import { type RetryOptions, retryDelayMs } from './retry.ts';
import { sleep } from './sleep.ts';
import { toModelError } from './to-model-error.ts';
import type { Dialect, ModelRequest } from './wire/dialect.ts';
import { type ModelTurn, newTurn } from './wire/model-turn.ts';

/** What every model call of an endpoint shares. */
export interface ModelCalls {
  client: ModelClient;
  dialect: Dialect;
  breaker: Breaker;
  retry: RetryOptions;
  onModelCall(report: ModelCallReport): void;
  now(): number;
}

/** One call of a model, with its attempts. Something of it that was handed on is never asked for again. */
export class ModelCall {
  readonly #calls: ModelCalls;
  readonly #request: ModelRequest;
  readonly #signal: AbortSignal;
  readonly #trace: Record<string, string>;
  readonly #startedAt: number;
  #stream: ModelStream | null = null;
  #pass: BreakerPass | null = null;
  #attempts = 0;
  #firstTokenMs: number | null = null;
  #reported = false;

  constructor(calls: ModelCalls, request: ModelRequest, signal: AbortSignal, trace: Record<string, string>) {
    this.#calls = calls;
    this.#request = request;
    this.#signal = signal;
    this.#trace = trace;
    this.#startedAt = calls.now();
  }

  get turn(): ModelTurn {
    return this.#stream?.turn ?? newTurn();
  }

  /** The next text; null when the turn is complete. Throws a `ModelError`, or anything once the signal aborted. */
  async read(): Promise<string | null> {
    for (;;) {
      try {
        this.#signal.throwIfAborted();
        this.#stream ??= await this.#open();
        const text = await this.#stream.read();
        this.#signal.throwIfAborted();
        this.#noteProgress(text);
        return text;
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  /** Nobody reads on. */
  close(): void {
    this.#takePass()?.released();
    this.#report('aborted');
  }

  #takePass(): BreakerPass | null {
    const pass = this.#pass;
    this.#pass = null;
    return pass;
  }

  async #open(): Promise<ModelStream> {
    this.#pass = this.#calls.breaker.enter();
    this.#attempts += 1;
    const { client, dialect } = this.#calls;
    const response = await dialect.send(client, this.#request, this.#signal);
    if (!(response instanceof ModelResponse)) throw new TypeError('Not a response of the model client.');
    return new ModelStream(response, dialect);
  }

  #noteProgress(text: string | null): void {
    if (this.#firstTokenMs === null && this.turn.size > 0) {
      this.#firstTokenMs = this.#calls.now() - this.#startedAt;
      this.#pass?.alive();
    }
    if (text !== null) return;
    this.#takePass()?.succeeded();
    this.#report('ok');
  }

  /** Waits for the next attempt, or throws what the call ends with. */
  async #recover(thrown: unknown): Promise<void> {
    if (this.#signal.aborted) {
      this.close();
      throw thrown;
    }
    const error = toModelError(thrown);
    const pass = this.#takePass();
    if (error.endpointFault) pass?.failed();
    else if (error.code === 'internal') pass?.released();
    else pass?.alive();
    const delayMs = this.#calls.breaker.isOpen
      ? null
      : retryDelayMs(error, this.#attempts, this.#calls.retry);
    if (delayMs === null || this.#firstTokenMs !== null) {
      this.#report(error.code, error);
      throw error;
    }
    this.#stream = null;
    await sleep(delayMs, this.#signal);
  }

  #report(outcome: ModelCallReport['outcome'], cause?: ModelError): void {
    if (this.#reported) return;
    this.#reported = true;
    const { dialect, now, onModelCall } = this.#calls;
    onModelCall({
      model: this.#request.model,
      api: dialect.api,
      durationMs: now() - this.#startedAt,
      firstTokenMs: this.#firstTokenMs,
      usage: this.turn.usage,
      attempts: this.#attempts,
      outcome,
      trace: this.#trace,
      ...(cause ? { cause } : {}),
    });
  }
}
