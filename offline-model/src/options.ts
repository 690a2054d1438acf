import type { Scenario } from './script/scenario.ts';

export interface OfflineModelOptions {
  /** 127.0.0.1 */
  host?: string;
  /** 0: any free port */
  port?: number;
  scenarios?: Scenario | Scenario[];
  /** An answer that no scenario was given for is a failure: status 500, and `assertDone()` throws. */
  strict?: boolean;
  /** Milliseconds between chunks; 0. */
  pace?: number;
  /** How many of the latest requests are kept: all when strict, else 64. */
  keepRequests?: number;
  /** 20 MiB */
  maxBodyBytes?: number;
  /** Answers every request with this text from bytes made beforehand; for benches. Nothing is checked or recorded. */
  fixedReply?: string;
}

export const DEFAULT_MAX_BODY_BYTES = 20 * 1024 * 1024;
export const DEFAULT_KEPT_REQUESTS = 64;
