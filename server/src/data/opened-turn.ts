import { scopesOf } from '../domain/actor.ts';
import type { ContextMessage } from '../domain/context-window.ts';
import type { RateState } from '../domain/rate-limit.ts';
import type { OpenedTurn, OpenTurn, Turn, TurnBot } from '../ports/turns.ts';

/** What the function turn_open answers. */
export interface OpenRow {
  outcome: Exclude<OpenedTurn['outcome'], 'queued'>;
  conversation_id: string;
  run_id: string;
  user_message_id: string;
  message_id: string;
  created_at: Date;
  owner_id: string;
  bot_id: string;
  bot_owner_id: string | null;
  bot_version: number;
  bot_config: unknown;
  question: string;
  selected_text: string | null;
  context: ContextMessage[];
  untitled: boolean;
  queued: boolean;
  rate_used: number | null;
  rate_reset_seconds: number;
}

/** What became of a question, as its port says it. */
export function toOpenedTurn(row: OpenRow, question: OpenTurn): OpenedTurn {
  const limit = question.rate?.limit ?? 0;
  const rate = rateOf(row, limit);
  switch (row.outcome) {
    case 'opened':
      return row.queued
        ? { outcome: 'queued', turn: turnOf(row), rate }
        : {
            outcome: 'opened',
            turn: turnOf(row),
            bot: botOf(row),
            question: row.question,
            selectedText: row.selected_text,
            context: row.context,
            scopes: scopesOf(question.actor),
            untitled: row.untitled,
            rate,
          };
    case 'existing':
      return { outcome: 'existing', turn: turnOf(row), rate };
    case 'run_active':
      return { outcome: 'run_active', runId: row.run_id, botConfig: row.bot_config, rate };
    case 'rate_limited':
      return { outcome: 'rate_limited', rate: rate ?? { limit, remaining: 0, resetSeconds: 60 } };
    default:
      return { outcome: row.outcome, rate };
  }
}

/** The bot of a turn, as its port says it. */
export const botOf = (
  row: Pick<OpenRow, 'bot_id' | 'bot_owner_id' | 'bot_version' | 'bot_config'>,
): TurnBot => ({
  id: row.bot_id,
  ownerId: row.bot_owner_id,
  version: row.bot_version,
  config: row.bot_config,
});

const turnOf = (row: OpenRow): Turn => ({
  conversationId: row.conversation_id,
  runId: row.run_id,
  userMessageId: row.user_message_id,
  messageId: row.message_id,
  createdAt: row.created_at,
  ownerId: row.owner_id,
  epoch: 1,
  takeovers: 0,
});

const rateOf = (row: OpenRow, limit: number): RateState | null =>
  row.rate_used === null
    ? null
    : { limit, remaining: Math.max(0, limit - row.rate_used), resetSeconds: row.rate_reset_seconds };
