import { randomUUIDv7 } from 'node:crypto';
import type { MessagePart, RunStatus } from '@parlance/client-sdk';
import { defaultBot } from '../../../server/src/config/default-bot.ts';
import { Scope, type Tx } from '../../../server/src/data/scope.ts';
import type { Database } from '../../../server/src/data/sql.ts';

/** Questions and answers, in turn. */
export interface WrittenMessage {
  text: string;
  parts?: MessagePart[];
  /** Of the run that wrote an answer; completed unless it says otherwise. */
  status?: RunStatus;
}

/** Writes an anonymous conversation as if it had been held. Answers its id, which is the key to it. */
export async function writeConversation(
  database: Database,
  title: string,
  messages: readonly WrittenMessage[],
): Promise<string> {
  const conversationId = randomUUIDv7();
  const began = Date.now() - 86_400_000;
  const rows = messages.map((message, at) => ({ ...message, id: idAt(began + at * 1_000) }));
  await new Scope(database.prisma).asSystem(async (tx) => {
    await writeMessages(tx, conversationId, title, rows);
    await writeRuns(tx, conversationId, rows);
  });
  return conversationId;
}

type Row = WrittenMessage & { id: string };

async function writeMessages(tx: Tx, id: string, title: string, rows: readonly Row[]): Promise<void> {
  const activeLeafId = rows.at(-1)?.id ?? null;
  await tx.conversation.create({ data: { id, ownerId: id, botId: defaultBot.id, activeLeafId, title } });
  await tx.message.createMany({
    data: rows.map(({ id: messageId, text, parts }, at) => ({
      id: messageId,
      conversationId: id,
      ownerId: id,
      parentId: rows[at - 1]?.id ?? null,
      role: at % 2 === 0 ? 'user' : 'assistant',
      text,
      ...(parts && { parts: structuredClone(parts) as object[] }),
    })),
  });
}

async function writeRuns(tx: Tx, conversationId: string, rows: readonly Row[]): Promise<void> {
  const now = new Date();
  const answered = rows.flatMap((answer, at) => (at % 2 === 0 ? [] : [{ answer, question: rows[at - 1] }]));
  await tx.run.createMany({
    data: answered.map(({ answer, question }) => ({
      id: randomUUIDv7(),
      conversationId,
      ownerId: conversationId,
      botVersion: 1,
      userMessageId: question?.id ?? '',
      messageId: answer.id,
      status: answer.status ?? 'completed',
      instanceId: 'test',
      leaseUntil: now,
      finishedAt: now,
    })),
  });
}

/** A UUIDv7 of a moment: messages are in the order of their ids. */
function idAt(time: number): string {
  const stamp = time.toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}${randomUUIDv7().slice(13)}`;
}
