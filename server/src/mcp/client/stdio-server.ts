import type { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { OperatorServer } from '../../ports/toolbox.ts';
import { callTool } from './call-tool.ts';
import { Connection } from './connection.ts';
import { ListCache } from './list-cache.ts';
import { listTools } from './list-tools.ts';
import { newClient } from './new-client.ts';
import type { ListedTool, ToolServer } from './tool-server.ts';

/** How long a process may take to be ready, in milliseconds: it may have to be downloaded first. */
const START_MS = 60_000;

type StdioProgram = Extract<OperatorServer, { command: string }>;

/** A server that is a process of ours: one for all runs, started when it is needed, and again after it ended. */
export function createStdioServer(program: StdioProgram): ToolServer & { end(): Promise<void> } {
  const connection = new Connection((signal) => start(program, signal));
  const cache = new ListCache<readonly ListedTool[]>();
  const ask = async () => listTools(await connection.get());
  return {
    list: () => cache.get('', ask),
    call: async (tool, args, signal) => callTool(await connection.get(), tool, args, signal),
    // Other runs use it.
    close: () => {},
    end: () => connection.close(),
  };
}

async function start({ command, args, env }: StdioProgram, signal: AbortSignal): Promise<Client> {
  const client = newClient('auto');
  const transport = new StdioClientTransport({ command, args: [...args], env: { ...env }, stderr: 'ignore' });
  try {
    await client.connect(transport, { signal, timeout: START_MS });
    return client;
  } catch (error) {
    await client.close().catch(() => {});
    throw error;
  }
}
