import type { Conversation, Message } from '@parlance/client-sdk/contract';
import type { Actor, UserActor } from '../domain/actor.ts';
import type { TimePosition } from '../domain/time-cursor.ts';

/** A page of a conversation's active branch, oldest message first. */
export interface HistoryPage {
  messages: Message[];
  hasOlder: boolean;
  hasNewer: boolean;
}

/** Conversations in the database. All throw unauthorized for a user who may not act any more. */
export interface Conversations {
  list(
    actor: UserActor,
    page: { limit: number; after: TimePosition | null; search: string | null },
  ): Promise<Conversation[]>;
  /** null: the caller has no such conversation. So for all below. */
  get(actor: Actor, conversationId: string): Promise<Conversation | null>;
  /** A page has `limit` messages at most, and ends with the first that makes it longer than `bytes`. */
  history(
    actor: Actor,
    conversationId: string,
    page: { limit: number; bytes: number; cursor: string | null; direction: 'older' | 'newer' },
  ): Promise<HistoryPage | 'unknown_cursor' | null>;
  /** Shows the branch that a message is on; answers the last message of it. */
  switchBranch(
    actor: Actor,
    conversationId: string,
    messageId: string,
  ): Promise<{ activeLeafId: string } | 'unknown_message' | null>;
  rename(actor: Actor, conversationId: string, title: string): Promise<Conversation | null>;
  delete(actor: Actor, conversationId: string): Promise<boolean>;
  /** Gives an anonymous conversation to a user. Answers whether it is the user's now: one that is being answered is not. */
  adopt(actor: UserActor, conversationId: string): Promise<boolean>;
  /** Gives a title to a conversation that has none, whoever has it by now. */
  setFirstTitle(conversationId: string, title: string): Promise<void>;
}
