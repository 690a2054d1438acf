import type { Conversation } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { requireUser } from '../../domain/actor.ts';
import { badRequest } from '../../domain/errors.ts';
import type { ListPosition } from '../../ports/conversations.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

// PostgreSQL knows no year 0.
const cursorSchema = z.tuple([z.iso.datetime().refine((time) => !time.startsWith('0000')), z.guid()]);

/** The caller's conversations, the last answered first. */
export async function listConversations(
  deps: Deps,
  request: RequestContext,
  input: { limit: number; cursor?: string | null | undefined; search?: string | null | undefined },
): Promise<{ conversations: Conversation[]; nextCursor: string | null }> {
  const conversations = await deps.conversations.list(requireUser(request.actor), {
    limit: input.limit + 1,
    after: input.cursor == null ? null : readCursor(input.cursor),
    search: input.search ?? null,
  });
  const page = conversations.slice(0, input.limit);
  const last = page.at(-1);
  return {
    conversations: page,
    nextCursor: conversations.length > page.length && last ? writeCursor(last) : null,
  };
}

const writeCursor = (last: Conversation): string =>
  Buffer.from(JSON.stringify([last.updatedAt.toISOString(), last.id])).toString('base64url');

function readCursor(cursor: string): ListPosition {
  try {
    const [updatedAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { updatedAt: new Date(updatedAt), id };
  } catch {
    throw badRequest('cursor', 'Must be a nextCursor that the list answered');
  }
}
