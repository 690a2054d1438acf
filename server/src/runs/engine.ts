import type { RunEvent } from '@parlance/client-sdk/contract';
import { AppError } from '../domain/errors.ts';
import type { RunEvents } from '../ports/run-events.ts';
import type { ActiveRun, Runs } from '../ports/runs.ts';
import type { Turn } from '../ports/turns.ts';
import { drive } from './drive.ts';
import type { DriveDeps, EndReason } from './driven-run.ts';
import { follow } from './follow.ts';
import { Notices } from './notices.ts';
import { Readers } from './readers.ts';
import { RunLog } from './run-log.ts';

/** What the engine is built with. */
export interface EngineOptions extends Omit<DriveDeps, 'log'> {
  events: RunEvents;
  /** How long a run is this process's own without a sign of life, in milliseconds. */
  leaseMs: number;
  /** Told when leases could not be renewed, or events not be written; both are tried again. */
  onWriteFailure(error: unknown): void;
  /** Told that there may be runs that nobody answers (null: again and again), or that another instance hands one over. */
  onFree(runId: string | null): void;
}

/** How long a run that was told to end may take, in milliseconds, before its log is given up. */
const END_MS = 10_000;

interface OwnRun extends ActiveRun {
  controller: AbortController;
}

/** Runs that this process answers. They are detached from whoever asked. */
export function createRunEngine(options: EngineOptions): Runs {
  const active = new Map<string, OwnRun>();
  const following = new Set<AbortController>();
  const readers = new Readers(options.events);
  const log = new RunLog(options.events, options.onWriteFailure);
  const deps: DriveDeps = { ...options, log };
  let closing = false;
  let ended = false;

  const end = (runId: string, reason: EndReason) => active.get(runId)?.controller.abort(reason);
  const free = (runId: string | null) => {
    if (!closing) options.onFree(runId);
  };
  const renewAll = async () => {
    const mine = [...active.keys()];
    if (mine.length === 0) return;
    const kept = await options.turns.renewLeases(mine);
    for (const { runId, stopRequested } of kept) if (stopRequested) end(runId, 'stopped');
    const keptIds = new Set(kept.map(({ runId }) => runId));
    for (const runId of mine) if (!keptIds.has(runId)) log.find(runId)?.lose();
  };
  // Only who could renew what is its own looks for what nobody renewed.
  const beat = () => {
    renewAll().then(() => free(null), options.onWriteFailure);
  };
  const notices = new Notices(options.events, {
    onStop: (runId) => end(runId, 'stopped'),
    onFree: free,
    onOut: (userId) => void readers.check(userId),
    // A stop may have been missed, or that somebody is out.
    onGap: () => {
      beat();
      void readers.check();
    },
  });
  const heart = setInterval(beat, options.leaseMs / 3);
  heart.unref();

  const allEnded = () => Promise.allSettled([...active.values()].map((run) => run.finished));

  return {
    assertOpen: () => {
      if (closing) throw new AppError('shutting_down', 'The server is stopping; try again shortly');
    },

    start: (turn, trace, plan, begun) => {
      const { runId, epoch } = turn;
      const logged = begun?.events ?? [firstEvent(turn)];
      const controller = new AbortController();
      if (begun?.stopRequested) controller.abort('stopped' satisfies EndReason);
      const open = log.open({ runId, epoch, logged }, () => controller.abort('lost' satisfies EndReason));
      const drivenRun = { turn, trace, plan, logged, open, signal: controller.signal };
      const finished = drive(deps, drivenRun).finally(() => {
        // It may have been lost, and taken back.
        if (active.get(runId) === run) active.delete(runId);
      });
      // Whoever asked may be gone: a turn that cannot be closed is told by the caller's own wait, or by nobody.
      finished.catch((error) => options.onFailure(trace, { code: 'internal', message: 'Not closed' }, error));
      const run: OwnRun = { finished, controller };
      active.set(runId, run);
      // Who read it while it waited can read along here.
      notices.wake(runId);
      return run;
    },

    find: (runId) => active.get(runId) ?? null,

    own: () => [...active.keys()],

    stop: (runId) => end(runId, 'stopped'),

    follow: async function* (run, { actor, signal, ...reading }) {
      const controller = new AbortController();
      const abort = () => controller.abort();
      const isOut = () => controller.signal.reason instanceof AppError;
      const forget = readers.add(actor, controller);
      following.add(controller);
      signal.addEventListener('abort', abort);
      if (signal.aborted || ended) abort();
      try {
        const deps = { ...options, log, notices, isClosing: () => closing };
        for await (const events of follow(deps, run, { ...reading, signal: controller.signal })) {
          if (isOut()) break;
          yield events;
        }
        if (isOut()) throw controller.signal.reason;
      } finally {
        forget();
        following.delete(controller);
        signal.removeEventListener('abort', abort);
      }
    },

    close: async (graceMs) => {
      closing = true;
      await within(allEnded(), graceMs);
      for (const runId of active.keys()) end(runId, 'handed-over');
      await within(allEnded(), END_MS);
      log.abandon();
      ended = true;
      for (const controller of following) controller.abort();
      clearInterval(heart);
      readers.close();
      await notices.close();
    },
  };
}

/** What opening a turn wrote into the log. */
const firstEvent = ({ runId, conversationId, userMessageId, messageId }: Turn): RunEvent => ({
  type: 'run-started',
  seq: 1,
  runId,
  conversationId,
  userMessageId,
  messageId,
});

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
