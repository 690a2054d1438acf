import type { Rating } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Keeps what the caller thinks of an answer, in place of what was said of it before; a rating of null takes it back. */
export async function giveFeedback(
  deps: Deps,
  request: RequestContext,
  input: {
    conversationId: string;
    messageId: string;
    rating: Rating | null;
    comment?: string | null | undefined;
  },
): Promise<{ messageId: string; rating: Rating | null; comment: string | null }> {
  const { messageId, rating } = input;
  const comment = rating === null ? null : (input.comment ?? null);
  const given = await deps.feedback.give(request.actor, input, rating === null ? null : { rating, comment });
  if (given === null) throw notFound('conversation');
  if (given === 'unknown_message') throw notFound('message');
  return { messageId, rating, comment };
}
