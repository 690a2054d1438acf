import type { ModelError } from './errors.ts';

export interface RetryOptions {
  maxRetries: number;
  /** The first wait; it doubles. */
  baseDelayMs: number;
}

const maxBackoffMs = 8_000;
const maxRetryAfterMs = 30_000;

/** How long to wait before the next attempt; null: there is none. */
export function retryDelayMs(error: ModelError, attempts: number, options: RetryOptions): number | null {
  if (!error.retryable || attempts > options.maxRetries) return null;
  if (error.retryAfterMs !== null) return error.retryAfterMs <= maxRetryAfterMs ? error.retryAfterMs : null;
  const backoff = Math.min(options.baseDelayMs * 2 ** (attempts - 1), maxBackoffMs);
  return backoff * (1 - Math.random() * 0.25);
}

/** What `retry-after-ms` or `retry-after` (seconds or a date) asks for. */
export function retryAfterMs(headers: Pick<Headers, 'get'>): number | null {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (ms >= 0) return ms;
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
