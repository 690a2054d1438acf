import type { RunEvent } from '../contract/events.ts';
import { ParlanceError } from '../errors.ts';

/** How far somebody has come in a run. */
export interface Position {
  /** null: not known yet. */
  runId: string | null;
  /** The number of the last event. */
  seq: number;
  /** The run has ended, as far as one knows. */
  isOver: boolean;
}

/** Moves on by an event; a `reset` can lead back. False: it was seen before. Throws when events before it are missing. */
export function advance(position: Position, event: RunEvent): boolean {
  if (event.type !== 'reset') {
    if (event.seq <= position.seq) return false;
    if (event.seq !== position.seq + 1) {
      throw new ParlanceError(`Event ${event.seq} came after event ${position.seq}`, { code: 'network' });
    }
  }
  position.seq = event.seq;
  if (event.type === 'run-started') position.runId = event.runId;
  if (event.type === 'run-finished') position.isOver = true;
  return true;
}
