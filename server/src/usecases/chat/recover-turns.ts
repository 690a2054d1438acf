import { randomUUIDv7 } from 'node:crypto';
import type { Deps } from '../../ports/deps.ts';
import type { ActiveRun } from '../../ports/runs.ts';
import type { Turns } from '../../ports/turns.ts';
import { startTurn } from './start-turn.ts';

/**
 * Takes over turns whose instance is gone, and begins those whose turn has come. Each goes on from its last finished step, or
 * ends with what was said.
 */
export async function recoverTurns(deps: Deps, of: Parameters<Turns['take']>[0]): Promise<ActiveRun[]> {
  const taken = await deps.turns.take(of);
  return taken.map((material) => {
    const run = startTurn(deps, material, randomUUIDv7(), material.events);
    if (material.stopRequested) deps.runs.stop(material.turn.runId);
    return run;
  });
}
