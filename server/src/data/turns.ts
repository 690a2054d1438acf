import { randomUUIDv7 } from 'node:crypto';
import type { RunError, RunStatus } from '@parlance/client-sdk/contract';
import type { ContextMessage } from '../domain/context-window.ts';
import { AppError } from '../domain/errors.ts';
import { readParts } from '../domain/message-parts.ts';
import type { RateState } from '../domain/rate-limit.ts';
import type { OpenedTurn, OpenTurn, Turn, TurnResult, Turns } from '../ports/turns.ts';
import type { Sql, Statement } from './sql.ts';

const OPEN: Statement = {
  name: 'turn_open',
  text: `SELECT * FROM turn_open($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::interval)`,
};
const CLOSE: Statement = {
  name: 'turn_close',
  text: 'SELECT turn_close($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS closed',
};
const FIND: Statement = { name: 'turn_find', text: 'SELECT * FROM turn_find($1, $2)' };
const RENEW: Statement = { name: 'runs_renew', text: 'SELECT runs_renew($1, $2, $3::interval) AS id' };
const INTERRUPT: Statement = { name: 'runs_interrupt', text: 'SELECT runs_interrupt() AS count' };

interface OpenRow {
  outcome: OpenedTurn['outcome'];
  conversation_id: string;
  run_id: string;
  user_message_id: string;
  message_id: string;
  created_at: Date;
  owner_id: string;
  bot_version: number;
  bot_config: unknown;
  context: ContextMessage[];
  untitled: boolean;
  rate_used: number | null;
  rate_reset_seconds: number;
}

interface FindRow {
  status: RunStatus;
  error: RunError | null;
  text: string;
  parts: unknown;
  parts_version: number;
  input_tokens: number;
  output_tokens: number;
}

/** How runs of this process are marked. */
export interface TurnsOptions {
  instanceId: string;
  leaseMs: number;
}

/** The turns over PostgreSQL: the functions of prisma/migrations/…_hot_path. */
export function createTurns(sql: Sql, options: TurnsOptions): Turns {
  const lease = `${options.leaseMs} milliseconds`;
  return {
    open: async (question) => {
      const [row] = await sql.query<OpenRow>(OPEN, openValues(question, options.instanceId, lease));
      if (row === undefined) throw new AppError('internal', 'Something went wrong on our side');
      return toOpenedTurn(row, question.rate?.limit ?? 0);
    },
    close: async (turn, result) => {
      const [row] = await sql.query<{ closed: boolean }>(CLOSE, closeValues(turn, result));
      return row?.closed ?? false;
    },
    find: async (ownerId, runId) => {
      const [row] = await sql.query<FindRow>(FIND, [ownerId, runId]);
      return row ? toResult(row) : null;
    },
    renewLeases: async (runIds) => {
      const rows = await sql.query<{ id: string }>(RENEW, [options.instanceId, runIds, lease]);
      return rows.map((row) => row.id);
    },
    interruptAbandoned: async () => {
      const [row] = await sql.query<{ count: number }>(INTERRUPT, []);
      return row?.count ?? 0;
    },
  };
}

const openValues = (question: OpenTurn, instanceId: string, lease: string): unknown[] => [
  question.rate?.key ?? null,
  question.rate?.limit ?? null,
  question.actor.kind === 'user' ? question.actor.userId : null,
  question.actor.kind === 'user' ? question.actor.loginId : null,
  question.conversationId,
  question.missingIsNew,
  randomUUIDv7(),
  question.botId,
  question.clientMessageId,
  question.requestHash,
  question.text,
  question.selectedText,
  question.context,
  randomUUIDv7(),
  randomUUIDv7(),
  randomUUIDv7(),
  instanceId,
  lease,
];

const closeValues = (turn: Turn, result: TurnResult): unknown[] => [
  turn.ownerId,
  turn.conversationId,
  turn.runId,
  turn.epoch,
  turn.messageId,
  result.text,
  result.parts === null ? null : JSON.stringify(result.parts),
  result.status,
  result.error === null ? null : JSON.stringify(result.error),
  result.usage.inputTokens,
  result.usage.outputTokens,
];

function toOpenedTurn(row: OpenRow, limit: number): OpenedTurn {
  const ids = {
    conversationId: row.conversation_id,
    runId: row.run_id,
    userMessageId: row.user_message_id,
    messageId: row.message_id,
    createdAt: row.created_at,
  };
  const rate: RateState | null =
    row.rate_used === null
      ? null
      : { limit, remaining: Math.max(0, limit - row.rate_used), resetSeconds: row.rate_reset_seconds };
  switch (row.outcome) {
    case 'opened':
      return {
        outcome: 'opened',
        turn: { ...ids, ownerId: row.owner_id, epoch: 1 },
        bot: { version: row.bot_version, config: row.bot_config },
        context: row.context,
        untitled: row.untitled,
        rate,
      };
    case 'existing':
      return { outcome: 'existing', ids, rate };
    case 'run_active':
      return { outcome: 'run_active', runId: row.run_id, rate };
    case 'rate_limited':
      return { outcome: 'rate_limited', rate: rate ?? { limit, remaining: 0, resetSeconds: 60 } };
    default:
      return { outcome: row.outcome, rate };
  }
}

const toResult = (row: FindRow): TurnResult => ({
  status: row.status,
  text: row.text,
  parts: readParts({ text: row.text, parts: row.parts, partsVersion: row.parts_version }),
  usage: { inputTokens: row.input_tokens, outputTokens: row.output_tokens },
  error: row.error,
});
