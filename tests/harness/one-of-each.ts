import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { Scope, type Tx } from '../../server/src/data/scope.ts';
import type { TestServer } from './start-server.ts';

/** The ids of what a person was given. */
export interface OneOfEach {
  bot: string;
  conversation: string;
  question: string;
  answer: string;
  run: string;
}

/** Works on a server's database for the server itself. */
export const asSystem = <Result>(server: TestServer, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  new Scope(server.app.database.prisma).asSystem(work);

/** Writes a row of somebody's into every table that holds data of people: a new table belongs here too. */
export function writeOneOfEach(server: TestServer, userId: string): Promise<OneOfEach> {
  const [bot, conversation, question, answer, run] = [...Array(5)].map(() => randomUUIDv7()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const inConversation = { conversationId: conversation, ownerId: userId };
  const inRun = { runId: run, ownerId: userId };
  return asSystem(server, async (tx) => {
    await tx.refreshToken.create({
      data: {
        id: randomUUIDv7(),
        userId,
        loginId: randomUUIDv7(),
        tokenHash: digest(),
        expiresAt: inAnHour(),
      },
    });
    await tx.apiKey.create({
      data: { id: randomUUIDv7(), userId, name: 'key', prefix: 'plk_', keyHash: digest(), scopes: ['chat'] },
    });
    await tx.bot.create({
      data: { id: bot, ownerId: userId, name: 'bot', config: { instructions: 'Answer.' } },
    });
    await tx.botCredential.create({
      data: { botId: bot, ownerId: userId, server: 'weather', sealed: digest() },
    });
    await tx.conversation.create({
      data: { id: conversation, userId, ownerId: userId, botId: bot, activeLeafId: answer, title: 'mine' },
    });
    await tx.message.createMany({
      data: [
        { id: question, ...inConversation, role: 'user', text: 'question' },
        { id: answer, ...inConversation, parentId: question, role: 'assistant', text: 'answer' },
      ],
    });
    await tx.feedback.create({
      data: { id: randomUUIDv7(), ...inConversation, messageId: answer, rating: 'positive' },
    });
    await tx.run.create({
      data: {
        id: run,
        ...inConversation,
        botVersion: 1,
        userMessageId: question,
        messageId: answer,
        status: 'completed',
        instanceId: 'test',
        leaseUntil: inAnHour(),
      },
    });
    await tx.runEvent.create({ data: { ...inRun, seq: 1, data: { type: 'run-started' } } });
    await tx.toolCall.create({
      data: {
        id: randomUUIDv7(),
        ...inRun,
        step: 1,
        callId: 'call',
        tool: 'list_tasks',
        arguments: {},
        status: 'succeeded',
      },
    });
    await tx.$executeRaw`INSERT INTO approvals (id, run_id, owner_id, tool_call_id, tool, arguments, expires_at)
      VALUES (${randomUUIDv7()}::uuid, ${run}::uuid, ${userId}::uuid, 'call', 'list_tasks', '{}', ${inAnHour()})`;
    await tx.task.create({ data: { id: randomUUIDv7(), userId, title: 'task' } });
    return { bot, conversation, question, answer, run };
  });
}

/** The column of each table that says whose a row is, from the database's own catalogue. */
export async function ownerColumns(server: TestServer): Promise<Map<string, string | null>> {
  const rows = await server.app.database.sql.query<{ table: string; owner: string | null }>(
    {
      name: 'owner_columns',
      text: `SELECT c.relname::text AS table, CASE WHEN c.relname = 'users' THEN 'id' ELSE (
          SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attname IN ('owner_id', 'user_id') AND NOT a.attisdropped
          ORDER BY a.attname LIMIT 1) END AS owner
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname`,
    },
    [],
  );
  return new Map(rows.map(({ table, owner }) => [table, owner]));
}

const digest = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(32));
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
