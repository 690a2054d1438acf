import type { RunEvent } from '@parlance/client-sdk/contract';
import type { LoggedEvent, NewRunEvent, NumberedEvents, RunBatch } from '../ports/run-events.ts';
import type { LiveReader } from './live-reader.ts';

/** Characters that may wait to be written for one run, before whoever makes them has to wait. */
const MAX_PENDING = 64 * 1024;
/** Events that are kept for those who come a little late, at most. */
const MAX_TAIL = 32;

/** The log of a run that this process answers: what is written, what waits to be, and who reads along. */
export class OpenLog {
  readonly runId: string;
  readonly readers = new Set<LiveReader>();
  /** Whether an instance other than this one has a reader. */
  watched = false;
  /** Told when another instance, or nobody, has the run. */
  readonly onLost: () => void;
  /** The number of the last event that is in the database. */
  written: number;
  /** Whether what the run says has been shown: before that, somebody waits for the first word. */
  hasSpoken = false;
  readonly #epoch: number;
  #next: number;
  #pending: NewRunEvent[] = [];
  #pendingSize = 0;
  #inFlight: RunBatch | null = null;
  #waiting: (() => void)[] = [];
  #isLost = false;
  /** The last of what is written. */
  #tail: readonly RunEvent[];

  constructor(run: { runId: string; epoch: number; logged: readonly LoggedEvent[] }, onLost: () => void) {
    this.runId = run.runId;
    this.onLost = onLost;
    this.written = run.logged.at(-1)?.seq ?? 0;
    this.#tail = run.logged.slice(-MAX_TAIL).map(({ seq, ...event }) => shown(event, seq));
    this.#epoch = run.epoch;
    this.#next = this.written + 1;
  }

  /** Whether somebody waits for events. */
  get isRead(): boolean {
    return this.watched || this.readers.size > 0;
  }

  get isFull(): boolean {
    return this.#pendingSize > MAX_PENDING;
  }

  /** Whether a batch is on its way to the database. */
  get isWriting(): boolean {
    return this.#inFlight !== null;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether everything is in the database, or never will be. */
  get isSettled(): boolean {
    return this.#isLost || (this.#inFlight === null && this.#pending.length === 0);
  }

  /** Takes an event; neighbouring pieces of text become one. */
  add(event: NewRunEvent): void {
    const last = this.#pending.at(-1);
    this.#pendingSize += event.type === 'text-delta' ? event.text.length : 0;
    if (event.type === 'text-delta' && last?.type === 'text-delta' && last.step === event.step) {
      last.text += event.text;
    } else {
      this.#pending.push({ ...event });
    }
  }

  /** What is to be written next; null: nothing, or a batch is under way. */
  take(): RunBatch | null {
    if (this.#inFlight !== null || this.#pending.length === 0 || this.#isLost) return null;
    const { runId } = this;
    this.#inFlight = { runId, epoch: this.#epoch, ...this.takeRest() };
    return this.#inFlight;
  }

  /** Everything that waits, with numbers: it is no more to be written by this log. */
  takeRest(): NumberedEvents {
    const rest = { first: this.#next, events: this.#pending };
    this.#next += this.#pending.length;
    this.#pending = [];
    this.#pendingSize = 0;
    return rest;
  }

  /** Hands events that are in the database to the readers. */
  wrote({ first, events }: NumberedEvents): void {
    this.#inFlight = null;
    this.written = first + events.length - 1;
    this.hasSpoken ||= events.some(({ type }) => type === 'text-delta');
    const numbered = events.map((event, at) => shown(event, first + at));
    for (const reader of this.readers) reader.push(numbered);
    this.#tail = [...this.#tail, ...numbered].slice(-MAX_TAIL);
    this.#wake();
  }

  /** What was written after a number, if it is still known here; null: the database knows. */
  since(after: number): readonly RunEvent[] | null {
    const [first] = this.#tail;
    if (after >= this.written) return [];
    return first && first.seq <= after + 1 ? this.#tail.filter(({ seq }) => seq > after) : null;
  }

  lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#inFlight = null;
    this.onLost();
    this.#wake();
  }

  /** Waits for the next batch to be written, or for the loss of the run. */
  change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** An event as readers see it. */
function shown(event: NewRunEvent, seq: number): RunEvent {
  if (!('extra' in event)) return { ...event, seq };
  const { extra: _, ...rest } = event;
  return { ...rest, seq };
}
