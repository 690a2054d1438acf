import { randomUUIDv7 } from 'node:crypto';
import type { Feedback } from '../ports/feedback.ts';
import type { Scope } from './scope.ts';

/** Feedback over Prisma. */
export function createFeedback(scope: Scope): Feedback {
  return {
    give: (actor, { conversationId, messageId }, opinion) =>
      scope.asCaller(actor, conversationId, async (tx, ownerId) => {
        // Held, so that a delete at the same moment comes before this or after it.
        await tx.$executeRaw`SELECT FROM conversations WHERE id = ${conversationId}::uuid FOR KEY SHARE`;
        const conversation = await tx.conversation.findFirst({
          where: { id: conversationId, ownerId },
          select: { messages: { where: { id: messageId, role: 'assistant' }, select: { id: true } } },
        });
        if (conversation === null) return null;
        if (conversation.messages.length === 0) return 'unknown_message';
        const key = { conversationId, messageId };
        if (opinion === null) {
          await tx.feedback.deleteMany({ where: key });
        } else {
          await tx.feedback.upsert({
            where: { conversationId_messageId: key },
            create: { id: randomUUIDv7(), ...key, ownerId, ...opinion },
            update: { ...opinion, updatedAt: new Date() },
          });
        }
        return 'given';
      }),
  };
}
