import { randomUUIDv7 } from 'node:crypto';
import { Scope, type Tx } from '../../../server/src/data/scope.ts';
import type { Database } from '../../../server/src/data/sql.ts';

const QUESTIONS = ['How does a leg keep its balance?', 'And on stairs?', 'Show me the controller.', 'Why?'];
const ANSWERS = [
  'It moves its foot under the point where it would fall.',
  `There are **three** ways:\n\n1. a wider stance\n2. a lower body\n3. ${'shorter steps '.repeat(30)}`,
  '```python\ndef step(error):\n    return kp * error + kd * (error - last)\n```\n\nTune `kp` first.',
  '| gait | feet down |\n| --- | --- |\n| walk | 3 |\n| trot | 2 |\n\nA trot needs active balance.',
];

/** Writes an anonymous conversation as if it had been held. Answers its id, which is the key to it. */
export async function writeLongConversation(database: Database, messages: number): Promise<string> {
  const conversationId = randomUUIDv7();
  const ids = Array.from({ length: messages }, (_, at) => idAt(Date.now() - 86_400_000 + at * 1_000));
  await new Scope(database.prisma).asSystem(async (tx) => {
    await writeMessages(tx, conversationId, ids);
    await writeRuns(tx, conversationId, ids);
  });
  return conversationId;
}

/** The text that stands at a place, by which it is found again. */
export const markAt = (at: number): string => `Message ${at + 1}`;

async function writeMessages(tx: Tx, id: string, ids: readonly string[]): Promise<void> {
  const { id: botId } = await tx.bot.findFirstOrThrow({ where: { ownerId: null }, select: { id: true } });
  const activeLeafId = ids.at(-1) ?? null;
  await tx.conversation.create({ data: { id, ownerId: id, botId, activeLeafId, title: 'A long talk' } });
  await tx.message.createMany({
    data: ids.map((messageId, at) => ({
      id: messageId,
      conversationId: id,
      ownerId: id,
      parentId: ids[at - 1] ?? null,
      role: at % 2 === 0 ? 'user' : 'assistant',
      text: `${markAt(at)}. ${(at % 2 === 0 ? QUESTIONS : ANSWERS)[(at >> 1) % 4]}`,
    })),
  });
}

async function writeRuns(tx: Tx, id: string, ids: readonly string[]): Promise<void> {
  const now = new Date();
  await tx.run.createMany({
    data: ids.flatMap((messageId, at) =>
      at % 2 === 0
        ? []
        : {
            id: randomUUIDv7(),
            conversationId: id,
            ownerId: id,
            botVersion: 1,
            userMessageId: ids[at - 1] ?? '',
            messageId,
            status: 'completed',
            instanceId: 'test',
            leaseUntil: now,
            finishedAt: now,
          },
    ),
  });
}

/** A UUIDv7 of a moment: messages are in the order of their ids. */
function idAt(time: number): string {
  const stamp = time.toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}${randomUUIDv7().slice(13)}`;
}
