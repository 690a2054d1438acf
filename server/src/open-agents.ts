import { createHash } from 'node:crypto';
import { botConfigSchema } from '@parlance/client-sdk/contract';
import type { RegisteredAgents } from './ai/agents-sdk/registered-agent.ts';
import { SettingsError } from './config/env.ts';
import type { Bots } from './ports/bots.ts';

/** Has a bot of the operator's stand for each registered agent. Answers the agents' names. */
export async function openAgents(
  bots: Pick<Bots, 'ensureOperatorBot'>,
  agents: RegisteredAgents,
): Promise<readonly string[]> {
  const names = Object.keys(agents);
  for (const name of names) {
    const config = { instructions: '', agentType: 'react' as const, runtime: name };
    if (!botConfigSchema.safeParse(config).success) {
      throw new SettingsError([`agents: the name ${JSON.stringify(name)} must have 1 to 100 characters`]);
    }
    await bots.ensureOperatorBot({ id: botIdOf(name), name, config });
  }
  return names;
}

/** The same on every instance and at every start. A UUID of version 8: one that is made of something else. */
function botIdOf(name: string): string {
  const bytes = createHash('sha256').update(`parlance agent ${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
