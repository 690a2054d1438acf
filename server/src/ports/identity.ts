import type { UserActor } from '../domain/actor.ts';

/** Hashes passwords. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time for an unknown user (null) as for a wrong password. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Issues and reads our own access tokens. */
export interface AccessTokens {
  /** Seconds that a token is valid for. */
  readonly lifetimeSeconds: number;
  issue(userId: string, loginId: string): string;
}

/** Reads any bearer token: ours, an outside issuer's, or an API key. */
export interface TokenReader {
  /** Throws unauthorized for a token that is not valid. */
  read(token: string): Promise<UserActor>;
}
