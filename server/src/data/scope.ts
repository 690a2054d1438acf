import type { Prisma, PrismaClient } from '@parlance/prisma';
import type { Actor, UserActor } from '../domain/actor.ts';
import { unauthorized } from '../domain/errors.ts';
import { lacksItsTarget, withDatabaseErrors } from './database-error.ts';

/** Prisma inside a transaction that works for somebody. */
export type Tx = Prisma.TransactionClient;

/** Opens transactions that work for a user, for an anonymous conversation, or for the server itself. */
export class Scope {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /** Throws unauthorized when the user may not act any more. */
  async asUser<Result>(actor: UserActor, work: (tx: Tx, role: string) => Promise<Result>): Promise<Result> {
    const enter = async (tx: Tx): Promise<string> => {
      const [row] = await tx.$queryRaw<{ role: string | null }[]>`
        SELECT enter_user(${actor.userId}::uuid, ${actor.loginId}::uuid) AS role`;
      if (row?.role == null) throw unauthorized();
      return row.role;
    };
    return this.#transaction(async (tx) => work(tx, await enter(tx))).catch(async (error: unknown) => {
      // What was to hang on the user found none: who was deleted meanwhile is told so.
      if (lacksItsTarget(error)) await this.#transaction(enter);
      throw error;
    });
  }

  /** The user's scope, or that of an anonymous conversation whose id is the key to it. */
  asCaller<Result>(
    actor: Actor,
    conversationId: string,
    work: (tx: Tx, ownerId: string) => Promise<Result>,
  ): Promise<Result> {
    if (actor.kind === 'user') return this.asUser(actor, (tx) => work(tx, actor.userId));
    return this.#transaction(async (tx) => {
      await tx.$executeRaw`SELECT enter_caller(NULL, NULL, ${conversationId}::uuid)`;
      return work(tx, conversationId);
    });
  }

  /** Sees everything: for what belongs to nobody yet, such as a log-in. */
  asSystem<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('parlance.system', 'on', true)`;
      return work(tx);
    });
  }

  #transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return withDatabaseErrors(() => this.#prisma.$transaction(work));
  }
}
