import type { Actor } from '../domain/actor.ts';

/** Who asks, as the functions of prisma/migrations take it: a user and the login, or nobody. */
export const callerOf = (actor: Actor): (string | null)[] =>
  actor.kind === 'user' ? [actor.userId, actor.loginId] : [null, null];
