import type { RateLimits } from '../ports/rate-limits.ts';
import type { Sql, Statement } from './sql.ts';

const TAKE: Statement = { name: 'rate_take', text: 'SELECT * FROM rate_take($1, 1, $2, $3::interval)' };

/** Counts in an unlogged table: shared by all instances, lost with a crash of PostgreSQL, which does no harm. */
export function createRateLimits(sql: Sql): RateLimits {
  return {
    take: async (key, limit, windowSeconds) => {
      const [row] = await sql.query<{ allowed: boolean; used: number; reset_seconds: number }>(TAKE, [
        key,
        limit,
        `${windowSeconds} seconds`,
      ]);
      const used = row?.used ?? 0;
      return {
        allowed: row?.allowed ?? true,
        state: {
          limit,
          remaining: Math.max(0, limit - used),
          resetSeconds: row?.reset_seconds ?? windowSeconds,
        },
      };
    },
  };
}
