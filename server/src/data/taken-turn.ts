import type { ContextMessage } from '../domain/context-window.ts';
import type { LoggedEvent } from '../ports/run-events.ts';
import type { TakenTurn } from '../ports/turns.ts';
import { knownScopes } from './api-keys.ts';
import { botOf } from './opened-turn.ts';

/** What the function runs_take answers. */
export interface TakenRow {
  run_id: string;
  conversation_id: string;
  owner_id: string;
  user_message_id: string;
  message_id: string;
  created_at: Date;
  epoch: number;
  takeovers: number;
  stop_requested: boolean;
  bot_id: string;
  bot_owner_id: string | null;
  bot_version: number;
  bot_config: unknown;
  question: string;
  selected_text: string | null;
  context: ContextMessage[];
  untitled: boolean;
  scopes: string[] | null;
  events: LoggedEvent[] | null;
}

/** A turn that was taken, as its port says it. */
export const toTakenTurn = (row: TakenRow): TakenTurn => ({
  turn: {
    conversationId: row.conversation_id,
    runId: row.run_id,
    userMessageId: row.user_message_id,
    messageId: row.message_id,
    createdAt: row.created_at,
    ownerId: row.owner_id,
    epoch: row.epoch,
    takeovers: row.takeovers,
  },
  stopRequested: row.stop_requested,
  bot: botOf(row),
  question: row.question,
  selectedText: row.selected_text,
  context: row.context,
  untitled: row.untitled,
  scopes: row.scopes === null ? null : knownScopes(row.scopes),
  events: row.events ?? [],
});
