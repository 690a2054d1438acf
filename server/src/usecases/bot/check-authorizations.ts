import type { BotConfig } from '@parlance/client-sdk/contract';
import { badRequest } from '../../domain/errors.ts';

/** Throws bad_request for an authorization of a server that the bot does not have. */
export function checkAuthorizations(
  { tools }: BotConfig,
  authorizations: Readonly<Record<string, string | null>>,
): void {
  for (const [name, secret] of Object.entries(authorizations)) {
    if (secret !== null && !tools.servers.some((server) => server.name === name)) {
      throw badRequest(`authorizations.${name}`, 'Must be the name of a server in config.tools.servers');
    }
  }
}
