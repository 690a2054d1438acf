import { randomUUIDv7 } from 'node:crypto';
import type { RunError, RunStatus } from '@parlance/client-sdk/contract';
import { scopesOf } from '../domain/actor.ts';
import { AppError } from '../domain/errors.ts';
import { PARTS_VERSION, readParts } from '../domain/message-parts.ts';
import type { OpenTurn, ToolCallRecord, Turn, TurnRecord, TurnResult, Turns } from '../ports/turns.ts';
import { type OpenRow, toOpenedTurn } from './opened-turn.ts';
import type { Sql, Statement } from './sql.ts';
import { type TakenRow, toTakenTurn } from './taken-turn.ts';

const OPEN: Statement = {
  name: 'turn_open',
  text: `SELECT * FROM turn_open($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::interval, $21)`,
};
const CLOSE: Statement = {
  name: 'turn_close',
  text: 'SELECT * FROM turn_close($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)',
};
const WAIT: Statement = {
  name: 'turn_wait',
  text: 'SELECT turn_wait($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS status',
};
const FIND: Statement = { name: 'turn_find', text: 'SELECT * FROM turn_find($1, $2)' };
const RENEW: Statement = { name: 'runs_renew', text: 'SELECT * FROM runs_renew($1, $2, $3::interval)' };
const RELEASE: Statement = { name: 'runs_release', text: 'SELECT runs_release($1, $2)' };
const TAKE: Statement = {
  name: 'runs_take',
  text: 'SELECT * FROM runs_take($1, $2::interval, $3, $4, $5, $6, $7)',
};

/** Turns that are taken over at a time. */
const TAKE_AT_ONCE = 50;

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

/** The turns over PostgreSQL: functions of prisma/migrations. */
export function createTurns(sql: Sql, options: TurnsOptions): Turns {
  const { instanceId } = options;
  const lease = `${options.leaseMs} milliseconds`;
  return {
    open: async (question) => {
      const [row] = await sql.query<OpenRow>(OPEN, openValues(question, instanceId, lease));
      if (row === undefined) throw new AppError('internal', 'Something went wrong on our side');
      return toOpenedTurn(row, question);
    },
    close: async (turn, result, record) => {
      const { status, error } = result;
      const [row] = await sql.query<{ closed: boolean; next: boolean }>(CLOSE, [
        ...answerValues(turn, result),
        status,
        error === null ? null : JSON.stringify(error),
        ...recordValues(result, record),
      ]);
      return row ?? { closed: false, next: false };
    },
    wait: async (turn, result, record) => {
      const values = [...answerValues(turn, result), ...recordValues(result, record)];
      const [row] = await sql.query<{ status: RunStatus | null }>(WAIT, values);
      return row?.status ?? null;
    },
    find: async (ownerId, runId) => {
      const [row] = await sql.query<FindRow>(FIND, [ownerId, runId]);
      return row ? toResult(row) : null;
    },
    renewLeases: async (runIds) => {
      const rows = await sql.query<{ id: string; stop_requested: boolean }>(RENEW, [
        instanceId,
        runIds,
        lease,
      ]);
      return rows.map((row) => ({ runId: row.id, stopRequested: row.stop_requested }));
    },
    release: async (runIds) => {
      await sql.query(RELEASE, [instanceId, runIds]);
    },
    take: async (of, own) => {
      const { conversationId = null, runId = null } = typeof of === 'string' ? {} : of;
      const which = [of === 'all', conversationId, runId, own, TAKE_AT_ONCE];
      const rows = await sql.query<TakenRow>(TAKE, [instanceId, lease, ...which]);
      return rows.map(toTakenTurn);
    },
  };
}

const openValues = (question: OpenTurn, instanceId: string, lease: string): unknown[] => [
  question.rate?.key ?? null,
  question.rate?.limit ?? null,
  question.actor.kind === 'user' ? question.actor.userId : null,
  question.actor.kind === 'user' ? question.actor.loginId : null,
  question.place.kind,
  question.conversationId,
  question.missingIsNew,
  randomUUIDv7(),
  question.botId,
  question.place.kind === 'send' ? null : question.place.messageId,
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
  scopesOf(question.actor),
];

const answerValues = (turn: Turn, { text, parts }: TurnResult): unknown[] => [
  turn.ownerId,
  turn.conversationId,
  turn.runId,
  turn.epoch,
  turn.messageId,
  text,
  parts === null ? null : JSON.stringify(parts),
  PARTS_VERSION,
];

const recordValues = ({ usage }: TurnResult, { toolCalls, last }: TurnRecord): unknown[] => [
  usage.inputTokens,
  usage.outputTokens,
  toolCalls.length === 0 ? null : JSON.stringify(toolCalls.map(withId)),
  last.first,
  JSON.stringify(last.events),
];

const withId = (call: ToolCallRecord): object => ({
  ...call,
  id: randomUUIDv7(),
  durationMs: call.durationMs === null ? null : Math.round(call.durationMs),
});

const toResult = (row: FindRow): TurnResult => ({
  status: row.status,
  text: row.text,
  parts: readParts({ text: row.text, parts: row.parts, partsVersion: row.parts_version }),
  usage: { inputTokens: row.input_tokens, outputTokens: row.output_tokens },
  error: row.error,
});
