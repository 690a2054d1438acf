import type { BotConfig } from '@parlance/client-sdk/contract';
import { badRequest } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';

/** Throws bad_request for a bot that wants to be answered by an agent which nobody registered. */
export function checkRuntime(
  { settings }: Pick<Deps, 'settings'>,
  { runtime }: BotConfig,
  path = 'config.runtime',
): void {
  if (runtime !== null && !settings.runtimes.includes(runtime)) {
    throw badRequest(path, 'Must be the name of an agent that the operator registered, or null');
  }
}
