import type { Access, Scope } from '@parlance/client-sdk/contract';
import { forbidden, unauthorized } from './errors.ts';

/** A signed-in user, as a verified token or API key names them. */
export interface UserActor {
  kind: 'user';
  userId: string;
  /** The login that the access token belongs to; null: an API key or an outside issuer's token. */
  loginId: string | null;
  /** What an API key may do; null: not an API key, and everything is allowed that its user may do. */
  scopes: readonly Scope[] | null;
}

/** Who asks. */
export type Actor = UserActor | { kind: 'anonymous' };

/** What a caller is bound to beside what its user may do; null: to nothing. */
export const scopesOf = (actor: Actor): readonly Scope[] | null =>
  actor.kind === 'user' ? actor.scopes : null;

/** What anonymous callers may do here. */
export interface AccessSettings {
  allowAnonymousChat: boolean;
}

/**
 * Refuses a caller whom a procedure's rule does not admit. Whether a user is still active, and is staff, only the database
 * knows: it is asked with the work itself.
 */
export function checkAccess(access: Access, actor: Actor, settings: AccessSettings): void {
  if (access.who === 'public') return;
  if (actor.kind === 'anonymous') {
    if (access.who !== 'anyone') throw unauthorized();
    if (!settings.allowAnonymousChat) throw unauthorized('This server talks to signed-in users only');
    return;
  }
  if (actor.scopes === null) return;
  const scope = access.who === 'staff' ? null : access.scope;
  if (scope === null) throw forbidden('An API key cannot do this: use an access token');
  if (!actor.scopes.includes(scope)) throw forbidden(`The API key lacks the scope ${scope}`);
}

/** The caller as a signed-in user. Throws unauthorized for an anonymous one. */
export function requireUser(actor: Actor): UserActor {
  if (actor.kind === 'anonymous') throw unauthorized();
  return actor;
}
