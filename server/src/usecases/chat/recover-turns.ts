import { randomUUIDv7 } from 'node:crypto';
import type { Deps } from '../../ports/deps.ts';
import type { ActiveRun } from '../../ports/runs.ts';
import type { Abandoned } from '../../ports/turns.ts';
import { startTurn } from './start-turn.ts';

/**
 * Takes over turns whose instance is gone, and begins those whose turn has come. Each goes on from its last finished step, or
 * ends with what was said.
 */
export async function recoverTurns(deps: Deps, of: Abandoned): Promise<ActiveRun[]> {
  const taken = await deps.turns.take(of, deps.runs.own());
  return taken.map((begun) => startTurn(deps, begun, randomUUIDv7(), begun));
}
