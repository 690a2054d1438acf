import type { Actor } from '../domain/actor.ts';
import type { RateState } from '../domain/rate-limit.ts';

/** For whom a use-case works. */
export interface Caller {
  actor: Actor;
}

/** What a use-case knows of the request that it serves. */
export interface RequestContext extends Caller {
  requestId: string;
  /** The origin of the page that calls; null: no page, or one of our own. */
  origin: string | null;
  /** Whom the request counts against: a user, or the network address of an anonymous caller. */
  rateKey: string;
  /** The network address to count attempts at credentials against. */
  address: string;
  /** How many pages of messages share the answer. */
  pages: number;
  /** Aborts when the caller is gone. */
  signal: AbortSignal;
  /** Tells the door how the caller's limit stands. */
  reportRate(state: RateState): void;
}
