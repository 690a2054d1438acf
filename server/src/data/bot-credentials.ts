import type { BotConfig } from '@parlance/client-sdk/contract';
import type { Sealer } from '../ports/sealer.ts';
import type { Tx } from './scope.ts';

/** A bot whose servers are called with something. */
interface Holder {
  botId: string;
  ownerId: string;
  config: BotConfig;
}

/** A secret opens for the bot and the address that it was given for: whoever changes the address has to know it. */
const contextOf = (botId: string, url: string): string => `${botId} ${url}`;

/** Stores, replaces or removes what servers are called with, and drops what no server of the bot can use any more. */
export async function writeAuthorizations(
  tx: Tx,
  sealer: Sealer,
  { botId, ownerId, config }: Holder,
  authorizations: Readonly<Record<string, string | null>>,
): Promise<void> {
  const urls = new Map(config.tools.servers.map(({ name, url }) => [name, url]));
  for (const [server, secret] of Object.entries(authorizations)) {
    const url = urls.get(server);
    if (secret === null || url === undefined) continue;
    const sealed = new Uint8Array(sealer.seal(secret, contextOf(botId, url)));
    const key = { botId, server };
    await tx.botCredential.upsert({
      where: { botId_server: key },
      create: { ...key, ownerId, sealed },
      update: { sealed },
    });
  }
  const rows = await tx.botCredential.findMany({ where: { botId } });
  const stale = rows.filter(({ server, sealed }) => {
    const url = urls.get(server);
    return (
      authorizations[server] === null ||
      url === undefined ||
      sealer.open(sealed, contextOf(botId, url)) === null
    );
  });
  await tx.botCredential.deleteMany({ where: { botId, server: { in: stale.map(({ server }) => server) } } });
}

/** What a bot's servers are called with, by name. */
export async function readAuthorizations(
  tx: Tx,
  sealer: Sealer,
  botId: string,
  config: BotConfig,
): Promise<Map<string, string>> {
  const rows = await tx.botCredential.findMany({ where: { botId } });
  const secrets = config.tools.servers.flatMap(({ name, url }): [string, string][] => {
    const row = rows.find(({ server }) => server === name);
    const secret = row === undefined ? null : sealer.open(row.sealed, contextOf(botId, url));
    return secret === null ? [] : [[name, secret]];
  });
  return new Map(secrets);
}
