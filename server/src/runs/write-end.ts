import { setTimeout as delay } from 'node:timers/promises';
import { toAppError } from '../domain/errors.ts';
import type { TurnResult } from '../ports/turns.ts';
import type { Drive, DriveDeps } from './driven-run.ts';

/** Pauses between attempts while the database is away, and for how long that is tried, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const WRITE_WITHIN_MS = 600_000;

/** Writes the last of a run that this process does; a database that is away for some minutes must not cost an answer. */
export async function writeEnd<Answer>({ open }: Drive, write: () => Promise<Answer>): Promise<Answer> {
  const deadline = performance.now() + WRITE_WITHIN_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await write();
    } catch (error) {
      const isAway = toAppError(error).code === 'database_unavailable';
      if (!isAway || open.isLost || performance.now() > deadline) throw error;
      await delay(pause, undefined, { ref: false });
    }
  }
}

/** The run is somebody else's, or was written by a statement whose answer got lost: the database knows. */
export async function giveUp(deps: DriveDeps, { turn, open }: Drive): Promise<TurnResult | null> {
  deps.log.close(open, null);
  const found = await deps.turns.find(turn.ownerId, turn.runId);
  return found && found.status !== 'running' && found.status !== 'queued' ? found : null;
}
