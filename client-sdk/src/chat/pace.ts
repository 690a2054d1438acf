import { ParlanceError } from '../errors.ts';
import { MAX_SILENCE_MS } from '../links/impatient.ts';
import { page } from '../page.ts';

/**
 * How a stream goes on after its connection was cut: at once, then after pauses that double.
 *
 * @example
 * ```ts
 * import { createChat, createParlanceClient, type RetryOptions } from '@parlance/client-sdk';
 *
 * const retry: RetryOptions = { maxDelayMs: 2000, giveUpAfterMs: 60_000 };
 * const chat = createChat(createParlanceClient({ url: 'http://localhost:3000' }), { retry });
 * ```
 */
export interface RetryOptions {
  /** The pause after the second failure, in milliseconds; each is up to half shorter, by chance. 250 unless said. */
  firstDelayMs?: number | undefined;
  /** The longest pause; 10 seconds unless said. */
  maxDelayMs?: number | undefined;
  /** Gives up after so long without an event or a connection that lasts, sleep of the computer not counted; 5 minutes unless said. */
  giveUpAfterMs?: number | undefined;
}

/**
 * What a stream has of a connection.
 *
 * @example
 * ```ts
 * import type { ConnectionState } from '@parlance/client-sdk';
 *
 * const label = (state: ConnectionState): string => (state === 'connected' ? '' : 'Connecting again…');
 * ```
 */
export type ConnectionState = 'connected' | 'reconnecting';

/** The pauses between the tries of one stream. */
export interface Pace {
  /** All is well: the next pause is none. */
  reset(): void;
  /** A connection is there. It is a good one when it lasts: the events of a quiet run can be long in coming. */
  connected(): void;
  /** Waits before the next try, until the signal aborts at the latest. Throws when it is time to give up. */
  rest(cut: ParlanceError, signal: AbortSignal): Promise<void>;
}

/** Pauses from none to long. Tells of each change of the connection. */
export function createPace(
  { firstDelayMs = 250, maxDelayMs = 10_000, giveUpAfterMs = 300_000 }: RetryOptions,
  onConnectionChange?: (state: ConnectionState) => void,
): Pace {
  let failures = 0;
  let spentMs = 0;
  let triesSince = 0;
  let upSince = Number.POSITIVE_INFINITY;
  let told: ConnectionState | null = null;
  const tell = (state: ConnectionState): void => {
    if (state !== told) onConnectionChange?.(state);
    told = state;
  };
  const delay = (): number => {
    if (failures++ === 0) return 0;
    const longest = Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 2));
    return longest * (1 - Math.random() / 2);
  };
  return {
    reset: () => {
      failures = 0;
      tell('connected');
    },
    connected: () => {
      upSince = Date.now();
      tell('connected');
    },
    rest: async (cut, signal) => {
      if (Date.now() - upSince >= maxDelayMs) failures = 0;
      upSince = Number.POSITIVE_INFINITY;
      // A try that took longer did so because the computer slept.
      spentMs = failures === 0 ? 0 : spentMs + Math.min(Date.now() - triesSince, MAX_SILENCE_MS);
      const left = giveUpAfterMs - spentMs;
      if (left <= 0) throw gaveUp(cut);
      tell('reconnecting');
      const asked = 1000 * (cut.details.retryAfterSeconds ?? 0);
      const pause = Math.min(left, Math.max(asked, delay()));
      if (await sleep(pause, signal, asked === 0)) failures = 0;
      spentMs += pause;
      triesSince = Date.now();
    },
  };
}

/** The error of a stream that tried for long enough. */
export const gaveUp = (cut: ParlanceError): ParlanceError =>
  new ParlanceError(`Gave up: ${cut.message}`, { code: 'network', cause: cut });

/** Waits; not longer than until the signal aborts, or the browser has a network again, if that ends the pause. Answers whether it has. */
const sleep = (ms: number, signal: AbortSignal, untilOnline: boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (event?: Event) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      page.removeEventListener?.('online', end);
      resolve(event?.type === 'online');
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (untilOnline) page.addEventListener?.('online', end);
    if (signal.aborted) end();
  });
