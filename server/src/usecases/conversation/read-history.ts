import type { Message } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { badRequest, notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** What the messages of one answer say, in bytes: the page ends with the one that comes to more. */
const PAGE_BYTES = 2_000_000;

/** A page of a conversation's active branch, oldest message first. A cursor is the id of the message that the page stands next to. */
export async function readHistory(
  deps: Deps,
  request: RequestContext,
  input: {
    conversationId: string;
    limit: number;
    cursor?: string | null | undefined;
    direction: 'older' | 'newer';
  },
): Promise<{ messages: Message[]; olderCursor: string | null; newerCursor: string | null }> {
  const cursor = input.cursor ?? null;
  if (cursor !== null && !z.guid().safeParse(cursor).success) throw unknownCursor();
  const bytes = Math.ceil(PAGE_BYTES / request.pages);
  const page = await deps.conversations.history(request.actor, input.conversationId, {
    ...input,
    cursor,
    bytes,
  });
  if (page === null) throw notFound('conversation');
  if (page === 'unknown_cursor') throw unknownCursor();
  return {
    messages: page.messages,
    olderCursor: page.hasOlder ? (page.messages[0]?.id ?? null) : null,
    newerCursor: page.hasNewer ? (page.messages.at(-1)?.id ?? null) : null,
  };
}

const unknownCursor = () =>
  badRequest('cursor', 'Must be an olderCursor or newerCursor that history answered');
