import { setTimeout as delay } from 'node:timers/promises';
import { toAppError } from '../domain/errors.ts';

/** Pauses between attempts while the database is away, and for how long that is tried, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const TRY_FOR_MS = 600_000;

/** Does what needs the database, again and again while that is away: some minutes of it must not cost an answer. */
export async function outlast<Answer>(work: () => Promise<Answer>, isOver: () => boolean): Promise<Answer> {
  const deadline = performance.now() + TRY_FOR_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      const isAway = toAppError(error).code === 'database_unavailable';
      if (!isAway || isOver() || performance.now() > deadline) throw error;
      await delay(pause, undefined, { ref: false });
    }
  }
}
