import type { TurnResult } from '../ports/turns.ts';
import type { Drive, DriveDeps } from './driven-run.ts';
import { outlast } from './outlast.ts';

/** Writes the last of a run that this process does. */
export const writeEnd = <Answer>({ open }: Drive, write: () => Promise<Answer>): Promise<Answer> =>
  outlast(write, () => open.isLost);

/** The run is somebody else's, or was written by a statement whose answer got lost: the database knows. */
export async function giveUp(deps: DriveDeps, { turn, open }: Drive): Promise<TurnResult | null> {
  deps.log.close(open, null);
  const found = await deps.turns.find(turn.ownerId, turn.runId);
  return found && found.status !== 'running' && found.status !== 'queued' ? found : null;
}
