import { setTimeout as delay } from 'node:timers/promises';
import { toAppError } from '../domain/errors.ts';
import type { LoggedEvent, NewRunEvent, NumberedEvents, RunBatch, RunEvents } from '../ports/run-events.ts';
import { OpenLog } from './open-log.ts';
import { RecentBatches } from './recent-batches.ts';

/** How long events of runs that nobody reads may wait to be written, in milliseconds. */
const UNREAD_MS = 100;
/** The pause between two writes, for each run and at most: so that the number of statements does not grow with that of runs. */
const PAUSE_PER_RUN_MS = 0.5;
const LONGEST_PAUSE_MS = 15;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;

/** What is to be written of one log. */
interface LogBatch {
  log: OpenLog;
  batch: RunBatch;
}

/**
 * The logs of the runs of this process: written before they are shown. One writer takes what all runs have, writes it in one statement,
 * hands it to the readers, and begins again.
 */
export class RunLog {
  readonly #events: RunEvents;
  readonly #onWriteFailure: (error: unknown) => void;
  readonly #logs = new Map<string, OpenLog>();
  readonly #dirty = new Set<OpenLog>();
  readonly #recent = new RecentBatches();
  #timer: NodeJS.Timeout | null = null;
  #timerAt = 0;
  #writing = false;
  #abandoned = false;
  #repair: Promise<void> | null = null;
  #lastWrite = 0;

  constructor(events: RunEvents, onWriteFailure: (error: unknown) => void) {
    this.#events = events;
    this.#onWriteFailure = onWriteFailure;
    events.onBreak(() => this.#beginRepair());
  }

  /** Begins to write the log of a run, after what is in it. */
  open(run: { runId: string; epoch: number; logged: readonly LoggedEvent[] }, onLost: () => void): OpenLog {
    const log = new OpenLog(run, onLost);
    this.#logs.get(run.runId)?.lose();
    this.#logs.set(run.runId, log);
    return log;
  }

  /** The log of a run that this process answers. */
  find(runId: string): OpenLog | null {
    return this.#logs.get(runId) ?? null;
  }

  /** Appends an event. Settles at once while there is room: it is written, and then shown, a little later. */
  async append(log: OpenLog, event: NewRunEvent): Promise<void> {
    log.add(event);
    this.#dirty.add(log);
    // That a step begins is no news by itself.
    if (event.type !== 'step-started') this.#schedule(log);
    while (log.isFull && !log.isLost) await log.change();
  }

  /** Waits until all that was appended is in the database, or the run is lost. */
  async settle(log: OpenLog): Promise<void> {
    while (!log.isSettled) {
      this.#at(0);
      await log.change();
    }
  }

  /** Takes what waits, and the last events, with numbers, once nothing of the run is being written; whoever ends it here writes them. */
  async takeRest(log: OpenLog, last: readonly NewRunEvent[]): Promise<NumberedEvents> {
    this.#dirty.delete(log);
    while (log.isWriting) await log.change();
    await this.#repair;
    for (const event of last) log.add(event);
    return log.takeRest();
  }

  /** Ends a log. With the last events, if they are in the database; without, readers have to look there. */
  close(log: OpenLog, last: NumberedEvents | null): void {
    if (this.#logs.get(log.runId) === log) this.#logs.delete(log.runId);
    this.#dirty.delete(log);
    if (last) log.wrote(last);
    for (const reader of log.readers) {
      if (last) reader.end();
      else reader.fallBehind();
    }
    log.readers.clear();
  }

  /** Says that somebody reads a run now: what waits is written at once. */
  hasReader(log: OpenLog): void {
    if (this.#dirty.has(log)) this.#schedule(log);
  }

  /** Gives up every log that is still open: the server ends. */
  abandon(): void {
    this.#abandoned = true;
    for (const log of this.#logs.values()) log.lose();
  }

  #schedule(log: OpenLog): void {
    const pause = Math.min(LONGEST_PAUSE_MS, this.#logs.size * PAUSE_PER_RUN_MS);
    const rest = Math.max(0, this.#lastWrite + pause - performance.now());
    if (!log.isRead) this.#at(UNREAD_MS);
    else this.#at(log.hasSpoken ? rest : 0);
  }

  /** Writes in so many milliseconds, or before. */
  #at(ms: number): void {
    if (this.#writing) return;
    const at = performance.now() + ms;
    if (this.#timer !== null) {
      if (this.#timerAt <= at) return;
      clearTimeout(this.#timer);
    }
    this.#timerAt = at;
    if (ms < 1) {
      this.#timer = null;
      this.#writing = true;
      // After what this turn of the event loop still brings.
      setImmediate(() => void this.#write());
    } else {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#writing = true;
        void this.#write();
      }, ms);
    }
  }

  async #write(): Promise<void> {
    const batches: LogBatch[] = [];
    for (const log of this.#dirty) {
      const batch = log.take();
      if (batch) batches.push({ log, batch });
    }
    this.#dirty.clear();
    this.#lastWrite = performance.now();
    if (batches.length > 0) await this.#commit(batches);
    this.#writing = false;
    for (const log of this.#dirty) this.#schedule(log);
  }

  /** Writes batches as they are, however often it takes: a repeat of what was written changes nothing. */
  async #commit(batches: readonly LogBatch[]): Promise<void> {
    for (let pause = FIRST_RETRY_MS; !this.#abandoned; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
      await this.#repair;
      try {
        const held = await this.#events.append(batches.map(({ batch }) => batch));
        this.#recent.add(batches.map(({ batch }) => batch));
        deliver(batches, held);
        return;
      } catch (error) {
        this.#onWriteFailure(error);
        if (!isAway(error)) {
          await this.#commitEach(batches);
          return;
        }
        this.#beginRepair();
        await delay(pause);
      }
    }
  }

  /** One that PostgreSQL will not take must not keep the others out: it is given up, and taken over when its lease ends. */
  async #commitEach(batches: readonly LogBatch[]): Promise<void> {
    for (const one of batches) {
      const isAlone = batches.length === 1;
      const held = isAlone ? new Map() : await this.#events.append([one.batch]).catch(() => new Map());
      deliver([one], held);
    }
  }

  /** If PostgreSQL itself fell, what it said was written a moment ago may be gone: that is written again, before anything else. */
  #beginRepair(): void {
    const batches = this.#recent.all((runId) => this.#logs.has(runId));
    this.#repair ??= this.#rewrite(batches).finally(() => {
      this.#repair = null;
    });
  }

  async #rewrite(batches: readonly RunBatch[]): Promise<void> {
    for (let pause = FIRST_RETRY_MS; batches.length > 0 && !this.#abandoned; ) {
      try {
        await this.#events.append(batches);
        return;
      } catch (error) {
        this.#onWriteFailure(error);
        if (!isAway(error)) return;
        await delay(pause);
        pause = Math.min(pause * 2, LONGEST_RETRY_MS);
      }
    }
  }
}

function deliver(batches: readonly LogBatch[], held: Map<string, { watched: boolean }>): void {
  for (const { log, batch } of batches) {
    const answer = held.get(batch.runId);
    if (answer) {
      log.watched = answer.watched;
      log.wrote(batch);
    } else {
      log.lose();
    }
  }
}

const isAway = (error: unknown): boolean => toAppError(error).code === 'database_unavailable';
