import type { Fetch } from '../../ports/egress.ts';
import type { OperatorServer } from '../../ports/toolbox.ts';
import { createHttpServer, type Known } from './http-server.ts';
import type { ListCache } from './list-cache.ts';
import type { OutsideServer } from './outside-tools.ts';
import { createStdioServer } from './stdio-server.ts';

/** The servers that the operator set up. Processes among them are started when a bot first needs them. */
export function openOperatorServers(
  servers: Readonly<Record<string, OperatorServer>>,
  fetch: Fetch,
  cache: ListCache<Known>,
) {
  const configured = new Map(Object.entries(servers));
  const processes = new Map<string, ReturnType<typeof createStdioServer>>();
  const serverOf = (name: string, server: OperatorServer) => {
    if ('url' in server) return createHttpServer({ ...server, fetch }, `operator ${name}`, cache);
    const process = processes.get(name) ?? createStdioServer(server);
    processes.set(name, process);
    return process;
  };
  return {
    /** null: there is none of that name. */
    open: (name: string): OutsideServer | null => {
      const server = configured.get(name);
      return server ? { name, server: serverOf(name, server), allowed: null, isOperators: true } : null;
    },
    /** Ends the processes. */
    close: async (): Promise<void> => {
      await Promise.all([...processes.values()].map((process) => process.end()));
    },
  };
}
