import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, McpServer } from '@modelcontextprotocol/server';
import { addContentTools } from './fixture/content-tools.ts';
import { addInputTools } from './fixture/input-tools.ts';
import { addNotifyingTools } from './fixture/notifying-tools.ts';
import { addPrompts } from './fixture/prompts.ts';
import { addResources } from './fixture/resources.ts';
import { addSchemaTools } from './fixture/schema-tools.ts';
import { addStateTools, type State } from './fixture/state-tools.ts';

const key = randomBytes(32);

/** A server with everything that the conformance suite asks for by name, to stand in the place of ours behind /mcp. */
export function createFixtureServer(): McpServer {
  const state = createRequestStateCodec<State>({ key, bind: ({ mcpReq }) => mcpReq.method });
  const server = new McpServer(
    { name: 'conformance-fixture', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: false },
        resources: { listChanged: false },
        prompts: { listChanged: false },
        completions: {},
        logging: {},
      },
      requestState: { verify: state.verify },
    },
  );
  addContentTools(server);
  addNotifyingTools(server);
  addInputTools(server);
  addStateTools(server, state);
  addSchemaTools(server);
  addResources(server);
  addPrompts(server);
  return server;
}
