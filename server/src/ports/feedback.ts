import type { Rating } from '@parlance/client-sdk/contract';
import type { Actor } from '../domain/actor.ts';

/** What readers said of answers, in the database. */
export interface Feedback {
  /**
   * Puts an opinion in place of the one before; null takes that back. Throws unauthorized for a user who may not act any more.
   * null: the caller has no such conversation.
   */
  give(
    actor: Actor,
    answer: { conversationId: string; messageId: string },
    opinion: { rating: Rating; comment: string | null } | null,
  ): Promise<'given' | 'unknown_message' | null>;
}
