import type { Actor, UserActor } from '../domain/actor.ts';
import { unauthorized } from '../domain/errors.ts';
import type { RunEvents } from '../ports/run-events.ts';

/** How long a reader may go on who is out and of whom no notice came, in milliseconds. */
const CHECK_MS = 15_000;

interface Reader extends UserActor {
  controller: AbortController;
}

/** The users who read runs in this process. Who may not act any more is out: their reading is aborted with unauthorized. */
export class Readers {
  readonly #events: RunEvents;
  readonly #open = new Set<Reader>();
  readonly #timer = setInterval(() => void this.check(), CHECK_MS).unref();

  constructor(events: RunEvents) {
    this.#events = events;
  }

  /** Has a reading aborted when its reader is out, until the function that it answers is called. */
  add(actor: Actor, controller: AbortController): () => void {
    if (actor.kind === 'anonymous') return () => {};
    const reader = { ...actor, controller };
    this.#open.add(reader);
    return () => this.#open.delete(reader);
  }

  /** Looks who is out, among the readings of one user or of all: one statement, however many there are. */
  async check(userId?: string): Promise<void> {
    const asked = [...this.#open].filter((reader) => userId === undefined || reader.userId === userId);
    if (asked.length === 0) return;
    // While the database is away, there is nothing new to read either.
    const out = await this.#events.out(asked).catch(() => []);
    for (const { controller } of out) controller.abort(unauthorized());
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
