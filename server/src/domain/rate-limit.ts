/** A count against a limit. */
export interface RateState {
  limit: number;
  remaining: number;
  /** Seconds until the count starts anew. */
  resetSeconds: number;
}
