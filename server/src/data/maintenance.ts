import type { Scope } from './scope.ts';

const HOUR_MS = 3_600_000;
/** How long the log of a run is kept after its end: its message is the record. */
const LOGS_KEPT_MS = 24 * HOUR_MS;
/** Run logs that are deleted in one transaction: it has to end in time. */
const LOGS_AT_ONCE = 5_000;

/** Deletes each hour what has had its time. Answers how to stop it. */
export function startMaintenance(scope: Scope, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    deleteExpired(scope).catch(onError);
  }, HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Each kind in transactions of its own, so that one that fails keeps no other. */
export async function deleteExpired(
  scope: Scope,
  { keptMs = LOGS_KEPT_MS, atOnce = LOGS_AT_ONCE } = {},
): Promise<void> {
  const windowsBefore = new Date(Date.now() - HOUR_MS);
  const done = await Promise.allSettled([
    scope.asSystem((tx) => tx.refreshToken.deleteMany({ where: { expiresAt: { lt: new Date() } } })),
    scope.asSystem((tx) => tx.rateLimit.deleteMany({ where: { windowStart: { lt: windowsBefore } } })),
    pruneLogs(scope, keptMs, atOnce),
  ]);
  for (const result of done) if (result.status === 'rejected') throw result.reason;
}

async function pruneLogs(scope: Scope, keptMs: number, atOnce: number): Promise<void> {
  const kept = `${keptMs} milliseconds`;
  let pruned: number;
  do {
    const [row] = await scope.asSystem(
      (tx) =>
        tx.$queryRaw<
          { logs: number }[]
        >`SELECT run_events_prune(${kept}::interval, ${atOnce}::integer) AS logs`,
    );
    pruned = row?.logs ?? 0;
  } while (pruned === atOnce);
}
