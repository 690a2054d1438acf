import type { ApiKey, Scope } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { AppError } from '../../domain/errors.ts';
import { API_KEY_PREFIX, makeSecret } from '../../domain/secrets.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

// Characters of a key that are kept to recognise it by.
const SHOWN = API_KEY_PREFIX.length + 6;
const DAY_MS = 24 * 3_600_000;

/** Makes an API key. The secret is answered this once. */
export async function createApiKey(
  deps: Deps,
  request: RequestContext,
  input: { name: string; scopes: Scope[]; expiresInDays?: number | null | undefined },
): Promise<{ apiKey: ApiKey; secret: string }> {
  const { secret, digest } = makeSecret(API_KEY_PREFIX);
  const apiKey = await deps.apiKeys.create(requireUser(request.actor), {
    name: input.name,
    scopes: [...new Set(input.scopes)],
    prefix: secret.slice(0, SHOWN),
    digest,
    expiresAt: input.expiresInDays == null ? null : new Date(Date.now() + input.expiresInDays * DAY_MS),
  });
  if (apiKey === null)
    throw new AppError('conflict', 'You have as many API keys as one can have; revoke one first');
  return { apiKey, secret };
}
