import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { checkPassword } from './check-password.ts';

/** Deletes the caller with all their data. */
export async function deleteAccount(
  deps: Deps,
  request: RequestContext,
  input: { password: string },
): Promise<{ deleted: true }> {
  const { actor } = await checkPassword(deps, request, 'password', input.password);
  await deps.users.delete(actor);
  return { deleted: true };
}
