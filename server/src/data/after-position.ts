import type { TimePosition } from '../domain/time-cursor.ts';

/**
 * What comes after a place in a list that is ordered by when its rows changed, the last first. PostgreSQL finds the place in the index
 * by `lte`; by the OR alone it would read all that went before.
 */
export const afterPosition = (after: TimePosition | null) =>
  after === null
    ? {}
    : {
        updatedAt: { lte: after.updatedAt },
        OR: [{ updatedAt: { lt: after.updatedAt } }, { id: { lt: after.id } }],
      };
