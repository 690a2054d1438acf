import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** A server that listens. */
export interface Listening {
  server: Server;
  url: string;
  /** Takes no more connections and waits until those that are open are done. */
  close(): Promise<void>;
}

// Milliseconds and bytes. Idle connections are kept longer than proxies keep theirs (60 s), so that none is closed under a request.
const LIMITS = {
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  maxHeaderSize: 16_384,
};

/** Listens with limits that keep slow senders from holding connections. Rejects, naming the setting, when that cannot be. */
export async function listen(app: Express, options: { host: string; port: number }): Promise<Listening> {
  const server = createServer(LIMITS, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(problemOf(cause, options), { cause })),
    );
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    server,
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

const problemOf = (
  { code }: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): string =>
  code === 'EADDRINUSE' || code === 'EACCES'
    ? `PORT: Must be one that is free and that this process may have: ${port}`
    : `HOST: Must be an address of this machine: ${host}`;
