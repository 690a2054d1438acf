import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { FrontendMessages } from './frontend-messages.ts';

/** Stands between a server and its PostgreSQL and counts the round trips. */
export interface CountingProxy extends AsyncDisposable {
  /** The database's URL by way of the proxy. */
  url: string;
  /** Round trips since the last call, by what they were for. */
  take(): Map<string, number>;
}

/** Starts a proxy before the PostgreSQL of this URL, which must not ask for TLS. */
export async function startCountingProxy(databaseUrl: string): Promise<CountingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let counts = new Map<string, number>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const messages = new FrontendMessages((what) => counts.set(what, (counts.get(what) ?? 0) + 1));
    client.on('data', (chunk: Buffer) => {
      messages.push(chunk);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.end();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take: () => {
      const taken = counts;
      counts = new Map();
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
