import { AppError, notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import type { TurnIds, TurnResult } from '../../ports/turns.ts';
import { openTurn, type TurnInput } from './open-turn.ts';
import { waitForTurn } from './wait-for-turn.ts';

/** A message to be answered in one piece, as any door says it. */
export type SendMessage = Omit<TurnInput, 'place'>;

/** A message that was answered. */
export interface AnsweredMessage extends TurnIds {
  result: TurnResult;
}

/**
 * Sends a message and waits for the whole answer. The run goes on when the caller leaves.
 *
 * @throws AppError what openTurn throws, or how the run failed.
 */
export async function sendMessage(
  deps: Deps,
  request: RequestContext,
  input: SendMessage,
): Promise<AnsweredMessage> {
  const turn = await openTurn(deps, request, { ...input, place: { kind: 'send' } });
  const result = await waitForTurn(deps, request, turn);
  if (result === null) throw notFound('conversation');
  if (result.status === 'failed' || result.status === 'interrupted') throw runError(result);
  return { ...turn, result };
}

const runError = ({ error }: TurnResult): AppError =>
  error === null || error.code === 'interrupted'
    ? new AppError('internal', 'The server stopped while it was answering; send the message again')
    : new AppError(error.code, error.message);
