import type { Conversation, Message } from '@parlance/client-sdk/contract';
import type { Prisma } from '@parlance/prisma';
import { unauthorized } from '../domain/errors.ts';
import { readParts } from '../domain/message-parts.ts';
import type { Conversations } from '../ports/conversations.ts';
import { afterPosition } from './after-position.ts';
import { callerOf } from './caller.ts';
import { escapeLike } from './like.ts';
import type { Scope } from './scope.ts';
import type { Sql, Statement } from './sql.ts';

const HISTORY: Statement = {
  name: 'history_page',
  text: 'SELECT * FROM history_page($1, $2, $3, $4, $5, $6, $7)',
};

const SWITCH: Statement = {
  name: 'branch_switch',
  text: 'SELECT * FROM branch_switch($1, $2, $3, $4)',
};

const ADOPT: Statement = {
  name: 'conversation_adopt',
  text: 'SELECT * FROM conversation_adopt($1, $2, $3)',
};

interface SwitchRow {
  authorized: boolean;
  known: boolean;
  message_known: boolean;
  active_leaf: string;
}

interface HistoryRow {
  authorized: boolean;
  known: boolean;
  cursor_known: boolean;
  messages: (Omit<Message, 'createdAt' | 'parts'> & {
    createdAt: string;
    parts: unknown;
    partsVersion: number;
  })[];
  has_older: boolean;
  has_newer: boolean;
}

const ACTIVE = ['queued', 'running', 'waiting_for_approval'];

const withActiveRun = {
  runs: { where: { status: { in: ACTIVE } }, select: { id: true }, orderBy: { id: 'asc' }, take: 1 },
} satisfies Prisma.ConversationInclude;

type Row = Prisma.ConversationGetPayload<{ include: typeof withActiveRun }>;

/** Conversations over Prisma; the page of history, which is asked for most, is a prepared statement. */
export function createConversations(scope: Scope, sql: Sql): Conversations {
  return {
    list: (actor, page) =>
      scope.asUser(actor, async (tx) => {
        const rows = await tx.conversation.findMany({
          where: { ownerId: actor.userId, AND: [afterPosition(page.after), matching(page.search)] },
          orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
          take: page.limit,
          include: withActiveRun,
        });
        return rows.map(toConversation);
      }),

    get: (actor, id) =>
      scope.asCaller(actor, id, async (tx, ownerId) => {
        const row = await tx.conversation.findFirst({ where: { id, ownerId }, include: withActiveRun });
        return row && toConversation(row);
      }),

    history: async (actor, id, page) => {
      const values = [
        ...callerOf(actor),
        id,
        page.cursor,
        page.direction === 'newer',
        page.limit,
        page.bytes,
      ];
      const [row] = await sql.query<HistoryRow>(HISTORY, values);
      if (!row?.authorized) throw unauthorized();
      if (!row.known) return null;
      if (!row.cursor_known) return 'unknown_cursor';
      return { messages: row.messages.map(toMessage), hasOlder: row.has_older, hasNewer: row.has_newer };
    },

    switchBranch: async (actor, id, messageId) => {
      const [row] = await sql.query<SwitchRow>(SWITCH, [...callerOf(actor), id, messageId]);
      if (!row?.authorized) throw unauthorized();
      if (!row.known) return null;
      return row.message_known ? { activeLeafId: row.active_leaf } : 'unknown_message';
    },

    rename: (actor, id, title) =>
      scope.asCaller(actor, id, async (tx, ownerId) => {
        const { count } = await tx.conversation.updateMany({ where: { id, ownerId }, data: { title } });
        if (count === 0) return null;
        const row = await tx.conversation.findFirst({ where: { id, ownerId }, include: withActiveRun });
        return row && toConversation(row);
      }),

    delete: (actor, id) =>
      scope.asCaller(actor, id, async (tx, ownerId) => {
        const { count } = await tx.conversation.deleteMany({ where: { id, ownerId } });
        return count > 0;
      }),

    adopt: async (actor, id) => {
      const [row] = await sql.query<{ authorized: boolean; adopted: boolean }>(ADOPT, [
        ...callerOf(actor),
        id,
      ]);
      if (!row?.authorized) throw unauthorized();
      return row.adopted;
    },

    setFirstTitle: (id, title) =>
      scope.asSystem(async (tx) => {
        await tx.conversation.updateMany({ where: { id, title: null }, data: { title } });
      }),
  };
}

const matching = (search: string | null): Prisma.ConversationWhereInput => {
  if (search === null) return {};
  const text: Prisma.StringFilter = { contains: escapeLike(search), mode: 'insensitive' };
  return { OR: [{ title: text }, { messages: { some: { text } } }] };
};

const toConversation = (row: Row): Conversation => ({
  id: row.id,
  title: row.title,
  botId: row.botId,
  activeRunId: row.runs[0]?.id ?? null,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

const toMessage = ({ partsVersion, ...row }: HistoryRow['messages'][number]): Message => ({
  ...row,
  parts: readParts({ text: row.text, parts: row.parts, partsVersion }),
  createdAt: new Date(row.createdAt),
});
