import type { ConnectionState } from './pace.ts';

/**
 * What each stream can be told.
 *
 * @example
 * ```ts
 * import type { StreamOptions } from '@parlance/client-sdk';
 *
 * const forOneMinute = (): StreamOptions => ({
 *   signal: AbortSignal.timeout(60_000),
 *   onConnectionChange: (state) => console.log(state),
 * });
 * ```
 */
export interface StreamOptions {
  /** Ends the iteration with code `aborted`. The run goes on. */
  signal?: AbortSignal | undefined;
  /**
   * Told `connected` when the first connection is there, `reconnecting` when it was cut or did not come about, `connected` when
   * there is one again, and so on; nothing at the end.
   */
  onConnectionChange?: ((state: ConnectionState) => void) | undefined;
}
