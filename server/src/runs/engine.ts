import { AppError } from '../domain/errors.ts';
import type { ActiveRun, Runs } from '../ports/runs.ts';
import { type DriveDeps, drive, type EndReason } from './drive.ts';

/** What the engine is built with. */
export interface EngineOptions extends DriveDeps {
  /** How long a run is this process's own without a sign of life, in milliseconds. */
  leaseMs: number;
  /** Told when leases could not be renewed. */
  onLeaseFailure(error: unknown): void;
}

interface OwnRun extends ActiveRun {
  controller: AbortController;
}

/** Runs that this process answers. They are detached from whoever asked. */
export function createRunEngine(options: EngineOptions): Runs {
  const active = new Map<string, OwnRun>();
  let closing = false;

  const renewAll = async () => {
    const mine = [...active.keys()];
    if (mine.length === 0) return;
    const kept = new Set(await options.turns.renewLeases(mine));
    const lost: EndReason = 'interrupted';
    for (const id of mine) if (!kept.has(id)) active.get(id)?.controller.abort(lost);
  };
  const renew = setInterval(() => {
    renewAll().catch(options.onLeaseFailure);
  }, options.leaseMs / 3);
  renew.unref();

  const settle = (runId: string) => {
    active.delete(runId);
    options.log.end(runId);
  };

  return {
    assertOpen: () => {
      if (closing) throw new AppError('shutting_down', 'The server is stopping; try again shortly');
    },

    start: (turn, trace, plan) => {
      const controller = new AbortController();
      const finished = drive(options, { turn, trace, plan, signal: controller.signal }).finally(() =>
        settle(turn.runId),
      );
      // Whoever asked may be gone: a turn that cannot be closed is told by the caller's own wait, or by nobody.
      finished.catch((error) => options.onFailure(trace, { code: 'internal', message: 'Not closed' }, error));
      const run: OwnRun = { finished, controller };
      active.set(turn.runId, run);
      return run;
    },

    find: (runId) => active.get(runId) ?? null,

    close: async (graceMs) => {
      closing = true;
      const all = () => Promise.allSettled([...active.values()].map((run) => run.finished));
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([all(), grace]);
      clearTimeout(timer);
      const reason: EndReason = 'interrupted';
      for (const run of active.values()) run.controller.abort(reason);
      await all();
      clearInterval(renew);
    },
  };
}
