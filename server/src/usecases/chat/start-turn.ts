import type { Deps } from '../../ports/deps.ts';
import type { ActiveRun, Begun } from '../../ports/runs.ts';
import type { Turn, TurnMaterial } from '../../ports/turns.ts';
import { planTurn } from './plan-turn.ts';
import { titleConversation } from './title-conversation.ts';

/** Has a turn answered in this process. `begun`: where it stands, when it was begun before. */
export function startTurn(
  deps: Deps,
  material: TurnMaterial & { turn: Turn },
  requestId: string,
  begun?: Begun,
): ActiveRun {
  const { turn, question } = material;
  const { runId, conversationId } = turn;
  const trace = { requestId, runId, conversationId };
  const run = deps.runs.start(turn, trace, (signal) => planTurn(deps, material, trace, signal), begun);
  if (material.untitled) titleConversation(deps, turn, { question, finished: run.finished });
  return run;
}
