import type { RunEvent } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { openTurn, type TurnInput } from './open-turn.ts';

/** Opens a turn and answers its events as they are written, as long as the caller stays. The run goes on without. */
export async function streamTurn(
  deps: Deps,
  request: RequestContext,
  input: Omit<TurnInput, 'context' | 'missingIsNew'>,
): Promise<AsyncIterable<readonly RunEvent[]>> {
  const turn = await openTurn(deps, request, { ...input, missingIsNew: false });
  const { actor, signal } = request;
  return deps.runs.follow(turn, { actor, after: 0, until: 'end', signal });
}
