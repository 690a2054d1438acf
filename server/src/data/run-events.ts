import type { Run, RunError, RunEvent, RunStatus } from '@parlance/client-sdk/contract';
import { unauthorized } from '../domain/errors.ts';
import type { RunBatch, RunEvents, RunNotice } from '../ports/run-events.ts';
import { callerOf } from './caller.ts';
import type { Database, Statement } from './sql.ts';

const APPEND: Statement = { name: 'run_events_append', text: 'SELECT * FROM run_events_append($1)' };
const PAGE: Statement = {
  name: 'run_events_page',
  text: 'SELECT * FROM run_events_page($1, $2, $3, $4, $5)',
};
const FIND: Statement = { name: 'run_find', text: 'SELECT * FROM run_find($1, $2, $3)' };
const STOP: Statement = { name: 'run_stop', text: 'SELECT * FROM run_stop($1, $2, $3)' };

const OUT: Statement = {
  name: 'callers_out',
  text: `SELECT c.place FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY c(user_id, login_id, place)
    WHERE enter_user(c.user_id, c.login_id) IS NULL`,
};

const CHANNEL = 'parlance_runs';

/** Events of a page at most. */
const PAGE_SIZE = 500;

interface PageRow {
  status: RunStatus | null;
  last_seq: number;
  events: RunEvent[];
  text: string | null;
}

interface FindRow {
  authorized: boolean;
  owner_id: string | null;
  conversation_id: string;
  user_message_id: string;
  message_id: string;
  status: RunStatus;
  text: string;
  error: RunError | null;
  input_tokens: number;
  output_tokens: number;
  created_at: Date;
  finished_at: Date | null;
  bot_version: number;
}

/** The logs of runs over PostgreSQL: functions of prisma/migrations, and notices by NOTIFY. */
export function createRunEvents({ sql, logSql, onLogBreak, listen }: Database): RunEvents {
  return {
    append: async (batches) => {
      const rows = await logSql.query<{ run_id: string; watched: boolean }>(APPEND, [
        JSON.stringify(batches.map(toBatch)),
      ]);
      return new Map(rows.map((row) => [row.run_id, { watched: row.watched }]));
    },
    onBreak: onLogBreak,
    page: async ({ runId, ownerId }, after, watch) => {
      const [row] = await sql.query<PageRow>(PAGE, [ownerId, runId, after, PAGE_SIZE, watch]);
      return {
        status: row?.status ?? null,
        lastSeq: row?.last_seq ?? 0,
        events: row?.events ?? [],
        text: row?.text ?? null,
      };
    },
    find: async (actor, runId) => {
      const [row] = await sql.query<FindRow>(FIND, [...callerOf(actor), runId]);
      if (!row?.authorized) throw unauthorized();
      return row.owner_id === null ? null : { ownerId: row.owner_id, run: toRun(runId, row) };
    },
    requestStop: async (actor, runId) => {
      const [row] = await sql.query<{ authorized: boolean; owner_id: string | null; status: RunStatus }>(
        STOP,
        [...callerOf(actor), runId],
      );
      if (!row?.authorized) throw unauthorized();
      return row.owner_id === null ? null : { ownerId: row.owner_id, status: row.status };
    },
    out: async (callers) => {
      const rows = await sql.query<{ place: string }>(OUT, [
        callers.map(({ userId }) => userId),
        callers.map(({ loginId }) => loginId),
      ]);
      const places = new Set(rows.map(({ place }) => Number(place)));
      return callers.filter((_, index) => places.has(index + 1));
    },
    listen: (onNotice, onGap) =>
      listen(
        CHANNEL,
        (payload) => {
          const notice = toNotice(payload);
          if (notice) onNotice(notice);
        },
        onGap,
      ),
  };
}

const toBatch = ({ runId, epoch, first, events }: RunBatch): object => ({ run: runId, epoch, first, events });

function toNotice(payload: string): RunNotice | null {
  const [what, id] = payload.split(':');
  if (id === undefined) return null;
  if (what === 'out') return { what, userId: id };
  return what === 'events' || what === 'stop' || what === 'free' ? { what, runId: id } : null;
}

const toRun = (id: string, row: FindRow): Run => ({
  id,
  conversationId: row.conversation_id,
  userMessageId: row.user_message_id,
  messageId: row.message_id,
  status: row.status,
  text: row.text,
  usage: { inputTokens: row.input_tokens, outputTokens: row.output_tokens },
  error: row.error,
  botVersion: row.bot_version,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});
