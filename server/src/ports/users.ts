import type { ApiKey, Scope, User } from '@parlance/client-sdk/contract';
import type { UserActor } from '../domain/actor.ts';

/** A user with what checking a password needs. */
export interface Account {
  user: User;
  /** null: the user comes from an outside issuer. */
  passwordHash: string | null;
  active: boolean;
}

/** What became of a refresh token. `reused`: it came back too late after its use, and its whole login has been ended. */
export type RefreshOutcome =
  | { outcome: 'rotated'; user: User; loginId: string }
  | { outcome: 'unknown' | 'reused' };

/** People in the database. */
export interface Users {
  /** null: the address is taken. */
  create(email: string, passwordHash: string): Promise<User | null>;
  findByEmail(email: string): Promise<Account | null>;
  /** The user that an outside issuer calls `subject`, made on first sight. */
  findOrCreateExternal(issuer: string, subject: string): Promise<User>;
  /** Throws unauthorized for a user who may not act. So for all that take an actor. */
  get(actor: UserActor): Promise<Account>;
  /** Puts a password in the place of another and ends every login. false: the other is not the user's any more. */
  setPassword(actor: UserActor, passwordHash: string, next: string): Promise<boolean>;
  delete(actor: UserActor): Promise<void>;
  /** null: no such user. */
  setActive(actor: UserActor, userId: string, active: boolean): Promise<User | null>;
}

/** Logins and their refresh tokens, which are kept as digests. */
export interface Logins {
  /** For a user who has proved to know the password. null: it is not the user's any more, or the user may not act. */
  begin(
    userId: string,
    passwordHash: string,
    token: { digest: Uint8Array; expiresAt: Date },
  ): Promise<{ loginId: string } | null>;
  /** Uses a token up and puts the next one in its place. One that was just used gets another. */
  rotate(digest: Uint8Array, next: { digest: Uint8Array; expiresAt: Date }): Promise<RefreshOutcome>;
  /** Ends the login that a token belongs to. */
  end(digest: Uint8Array): Promise<void>;
}

/** API keys, which are kept as digests. */
export interface ApiKeys {
  /** null: the caller has as many as anybody may have. */
  create(
    actor: UserActor,
    key: {
      name: string;
      scopes: readonly Scope[];
      prefix: string;
      digest: Uint8Array;
      expiresAt: Date | null;
    },
  ): Promise<ApiKey | null>;
  list(actor: UserActor): Promise<ApiKey[]>;
  /** false: the caller has no such key. */
  revoke(actor: UserActor, apiKeyId: string): Promise<boolean>;
  /** Whom a key speaks for. null: unknown, revoked or expired. Whether its user may still act is seen with the work itself. */
  findActor(digest: Uint8Array): Promise<UserActor | null>;
}
