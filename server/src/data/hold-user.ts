import type { Tx } from './scope.ts';

/** Holds a user until the transaction ends: whoever counts what the user has, and adds to it, does so one after the other. */
export const holdUser = (tx: Tx, userId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
