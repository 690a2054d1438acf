import { isFinal, type RunEvent } from '@parlance/client-sdk/contract';
import type { LogPage, RunEvents } from '../ports/run-events.ts';
import type { Reading, WatchedRun } from '../ports/runs.ts';
import type { Turns } from '../ports/turns.ts';
import { LiveReader } from './live-reader.ts';
import type { Notices } from './notices.ts';
import type { OpenLog } from './open-log.ts';
import type { RunLog } from './run-log.ts';

/** What runs are followed with. */
export interface FollowDeps {
  log: RunLog;
  events: RunEvents;
  turns: Turns;
  notices: Notices;
  /** Whether the server is stopping: readers of what it does not answer itself are better off elsewhere. */
  isClosing(): boolean;
}

/** How long news may be late that no notice announced, in milliseconds; and of a run that waits for somebody's decision. */
const LATEST_NEWS_MS = 1_000;
const LATEST_DECISION_MS = 10_000;

/** How far a reader is. */
interface Position {
  /** The number of the last event that was handed on. */
  last: number;
  over: boolean;
}

type Batches = AsyncGenerator<readonly RunEvent[], void>;

/** The events of a run after a number, from memory where it runs, from the database elsewhere; until the last one, or the abort. */
export async function* follow(deps: FollowDeps, run: WatchedRun, { after, until, signal }: Reading): Batches {
  const position: Position = { last: after, over: false };
  while (!position.over && !signal.aborted) {
    const log = deps.log.find(run.runId);
    if (!log && deps.isClosing()) return;
    const batches = log
      ? followHere(deps, run, log, position, signal)
      : followElsewhere(deps, run, position, { until, signal });
    for await (const events of batches) {
      const end = events.at(-1);
      if (!end) continue;
      position.last = end.seq;
      position.over = end.type === 'run-finished';
      yield events;
    }
  }
}

/** Attaches first, then reads what is missing, then hands on what came meanwhile. Ends when the reader fell behind, or at the end. */
async function* followHere(
  deps: FollowDeps,
  run: WatchedRun,
  log: OpenLog,
  position: Position,
  signal: AbortSignal,
): Batches {
  const reader = new LiveReader();
  log.readers.add(reader);
  try {
    deps.log.hasReader(log);
    const { written } = log;
    const known = log.since(position.last);
    if (known) yield known;
    while (position.last < written && !signal.aborted && deps.log.find(run.runId) === log) {
      const { events } = await deps.events.page(run, position.last, false);
      if (events.length > 0) yield events;
      else await deps.notices.wait(run.runId, LATEST_NEWS_MS, signal);
    }
    if (position.last > written) yield await standing(deps, run, position);
    for (;;) {
      const handed = await reader.next(signal);
      if (handed === 'behind' || handed === 'ended') return;
      yield handed.filter(({ seq }) => seq > position.last);
    }
  } finally {
    log.readers.delete(reader);
  }
}

async function* followElsewhere(
  deps: FollowDeps,
  run: WatchedRun,
  position: Position,
  { until, signal }: Omit<Reading, 'after'>,
): Batches {
  while (!position.over && !signal.aborted && !deps.isClosing() && deps.log.find(run.runId) === null) {
    const page = await deps.events.page(run, position.last, true);
    const { status, events, lastSeq } = page;
    if (events.length > 0) yield events;
    else if (status === null || (isFinal(status) && lastSeq === 0)) yield await ending(deps, run, position);
    else if (position.last > lastSeq) yield [reset(page)];
    else if (isFinal(status)) position.over = true;
    else if (status !== 'waiting_for_approval') await deps.notices.wait(run.runId, LATEST_NEWS_MS, signal);
    else if (until === 'pause') position.over = true;
    else await deps.notices.wait(run.runId, LATEST_DECISION_MS, signal);
  }
}

/** A reader who knows more than the log was shown what a crash of PostgreSQL took: it is told how things stand. */
async function standing(deps: FollowDeps, run: WatchedRun, { last }: Position): Promise<RunEvent[]> {
  const page = await deps.events.page(run, last, false);
  return page.lastSeq < last ? [reset(page)] : [];
}

/** In place of all events so far; of a run that has ended, of those before its end, which follows. */
function reset({ status, lastSeq, text }: LogPage): RunEvent {
  const hasEnd = status !== null && isFinal(status);
  return { type: 'reset', seq: hasEnd ? lastSeq - 1 : lastSeq, text: text ?? '' };
}

/** A run that has ended and whose log is deleted, as logs are after a day. The message says how it ended. */
async function ending(deps: FollowDeps, run: WatchedRun, { last }: Position): Promise<RunEvent[]> {
  const result = await deps.turns.find(run.ownerId, run.runId);
  if (result === null) {
    const error = { code: 'interrupted' as const, message: 'The conversation was deleted.' };
    const usage = { inputTokens: 0, outputTokens: 0 };
    return [{ type: 'run-finished', seq: last + 1, status: 'interrupted', usage, error }];
  }
  const { text, status, usage, error } = result;
  return [
    { type: 'reset', seq: last + 1, text },
    { type: 'run-finished', seq: last + 2, status, usage, error },
  ];
}
