import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Ends an API key at once. */
export async function revokeApiKey(
  deps: Deps,
  request: RequestContext,
  input: { apiKeyId: string },
): Promise<{ revoked: true }> {
  if (!(await deps.apiKeys.revoke(requireUser(request.actor), input.apiKeyId))) throw notFound('API key');
  return { revoked: true };
}
