import type { RateState } from '../domain/rate-limit.ts';

/** Counts against limits, shared by all instances. */
export interface RateLimits {
  /** Counts one against a limit; `allowed` is false when it was over. */
  take(key: string, limit: number, windowSeconds: number): Promise<{ allowed: boolean; state: RateState }>;
}
