import type { Scope } from './scope.ts';

const HOUR_MS = 3_600_000;
/** Run logs that are deleted at a time; what is left waits for the next hour. */
const RUNS_AT_ONCE = 20_000;

/** Deletes each hour what has had its time. Answers how to stop it. */
export function startMaintenance(scope: Scope, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    deleteExpired(scope).catch(onError);
  }, HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function deleteExpired(scope: Scope): Promise<void> {
  return scope.asSystem(async (tx) => {
    await tx.refreshToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    await tx.rateLimit.deleteMany({ where: { windowStart: { lt: new Date(Date.now() - HOUR_MS) } } });
    await tx.$executeRaw`SELECT run_events_prune(interval '1 day', ${RUNS_AT_ONCE}::integer)`;
  });
}
