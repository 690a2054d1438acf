import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** A request as it goes over the wire. */
export interface RawRequest {
  method: string;
  /** Path and query, not encoded any further. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Send the body without saying how long it is. */
  chunked?: boolean;
}

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** It came in pieces: its headers were sent before the result was known. */
  streamed?: true;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a request as it is: fetch would mend it. */
export function sendRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { body, chunked = false } = request;
  const length = body === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      agent,
      hostname,
      port,
      method: request.method,
      path: request.path,
      headers: { ...length, ...request.headers },
    });
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    // A server may answer before it has read the body; what becomes of the rest does not matter then.
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Runs work on all items, some at a time. */
export async function inChunks<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  size = 24,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size) {
    results.push(...(await Promise.all(items.slice(start, start + size).map(work))));
  }
  return results;
}
