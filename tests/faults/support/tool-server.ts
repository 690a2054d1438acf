import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that reached the tool server. */
export interface SeenCall {
  tool: string;
  toolCallId: string;
  arguments: unknown;
}

/** A server that tools act upon: it outlives the instances that call it, and counts. */
export interface ToolServer extends AsyncDisposable {
  url: string;
  /** Everything that was carried out, oldest first. */
  seen: readonly SeenCall[];
  /** Keeps answers back from now on: the effect is there, and its caller does not know. Answers how to let them go. */
  hold(): () => void;
}

/** Starts one. */
export async function startToolServer(): Promise<ToolServer> {
  const seen: SeenCall[] = [];
  let held = Promise.resolve();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    seen.push(JSON.parse(body) as SeenCall);
    await held;
    response.end(JSON.stringify({ done: seen.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = Promise.resolve();
        resolve();
      };
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
