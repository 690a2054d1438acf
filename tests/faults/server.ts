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

enableCompileCache();
const config = readConfig(readEnv());
const app = await createApp(config, { tools });
const listening = await listen(app.http, config);
process.stdout.write(`listening on ${listening.url}\n`);
process.once('SIGTERM', async () => {
  const closed = listening.close();
  await app.close();
  listening.server.closeAllConnections();
  await closed;
});
