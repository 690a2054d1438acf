import { appendFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { createApp } from '../../server/src/app.ts';
import { readConfig } from '../../server/src/config/config.ts';
import { readEnv } from '../../server/src/config/env.ts';
import { listen } from '../../server/src/listen.ts';
import type { AgentTool } from '../../server/src/ports/agent.ts';

// A server as main.ts starts it, with tools that leave a trace of each time that they are carried out.

const trace = (args: unknown, toolCallId: string) => {
  const { text } = args as { text: string };
  appendFileSync(process.env['NOTE_FILE'] ?? '', `${toolCallId} ${text}\n`);
};
const parameters = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
  additionalProperties: false,
};
const kind = { idempotent: false, needsApproval: false };
const tools: AgentTool[] = [
  {
    name: 'note',
    description: 'Writes a note.',
    parameters,
    ...kind,
    execute: async (args, { toolCallId }) => {
      trace(args, toolCallId);
      return { value: 'noted', isError: false };
    },
  },
  {
    name: 'hang',
    description: 'Writes a note and does not come back.',
    parameters,
    ...kind,
    execute: (args, { toolCallId }) => {
      trace(args, toolCallId);
      return new Promise(() => {});
    },
  },
];

/** A tool that acts upon the test's own server (support/tool-server.ts). */
const acting = (name: string, rest: Pick<AgentTool, 'idempotent' | 'needsApproval'>): AgentTool => ({
  name,
  description: 'Does something elsewhere.',
  parameters,
  ...rest,
  execute: async (args, { toolCallId, signal }) => {
    const body = JSON.stringify({ tool: name, toolCallId, arguments: args });
    const response = await fetch(process.env['TOOL_URL'] ?? '', { method: 'POST', body, signal });
    return { value: await response.json(), isError: false };
  },
});
tools.push(
  acting('guarded', { idempotent: false, needsApproval: true }),
  acting('guarded_again', { idempotent: true, needsApproval: true }),
  acting('again', { idempotent: true, needsApproval: false }),
);

enableCompileCache();
const config = readConfig(readEnv());
const agents = { agent: async () => (await import('./support/agent.ts')).makeAgent() };
const app = await createApp(config, { tools, agents });
const listening = await listen(app.http, config);
process.stdout.write(`listening on ${listening.url}\n`);
process.once('SIGTERM', async () => {
  const closed = listening.close();
  await app.close();
  listening.server.closeAllConnections();
  await closed;
});
