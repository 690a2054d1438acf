import type { BotVersion } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { badRequest, notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** How a bot was, newest first. Throws not_found. */
export async function listBotVersions(
  deps: Deps,
  request: RequestContext,
  input: { botId: string; limit: number; cursor?: string | null | undefined },
): Promise<{ versions: BotVersion[]; nextCursor: string | null }> {
  const { botId, limit } = input;
  const before = input.cursor == null ? null : readCursor(input.cursor);
  const found = await deps.bots.versions(requireUser(request.actor), botId, { limit: limit + 1, before });
  if (found === null) throw notFound('bot');
  const versions = found.slice(0, limit);
  const last = versions.at(-1);
  return { versions, nextCursor: found.length > limit && last ? String(last.version) : null };
}

function readCursor(cursor: string): number {
  if (!/^[1-9]\d{0,8}$/.test(cursor))
    throw badRequest('cursor', 'Must be a nextCursor that the list answered');
  return Number(cursor);
}
