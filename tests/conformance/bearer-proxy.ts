import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** A door to a server for a client that has no token. */
export interface BearerProxy extends AsyncDisposable {
  url: string;
}

/** Passes everything on as it comes, Host and Origin too, with a token added; when one side ends, so does the other. */
export async function startBearerProxy(target: string, token: string): Promise<BearerProxy> {
  const server = createServer((req, res) => {
    const headers = [...req.rawHeaders, 'Authorization', `Bearer ${token}`];
    const options = { method: req.method, path: req.url, headers, agent: false };
    const onward = request(target, options, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      res.flushHeaders();
      pipeline(answer, res, () => {});
    });
    onward.on('error', () => res.destroy());
    res.once('close', () => onward.destroy());
    req.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
