import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { AppError, badRequest } from '../domain/errors.ts';
import { findUnsafe } from '../domain/safe-json.ts';

/** Largest body, in bytes. */
export const MAX_BODY_BYTES = 1_000_000;

/** Reads a body as text. Throws payload_too_large, unsupported_media_type or bad_request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1]?.toLowerCase();
  if (/^multipart\//i.test(type) || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8');
  }
  if (
    request.headers['content-encoding'] !== undefined &&
    request.headers['content-encoding'] !== 'identity'
  ) {
    throw new AppError('unsupported_media_type', 'Send the body without a content-encoding');
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bodyChunks(request)) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  if (!isUtf8(bytes)) throw badRequest('', 'The body is not valid UTF-8');
  return bytes.toString();
}

/** A JSON body that holds nothing unsafe. Throws bad_request that names the field. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest(
      '',
      text === '' ? 'The body is empty: send a JSON object' : 'The body is not valid JSON',
    );
  }
  refuseUnsafe(value);
  return value;
}

/** Throws bad_request when a value from outside holds what no field may hold. */
export function refuseUnsafe(value: unknown): void {
  const unsafe = findUnsafe(value);
  if (unsafe !== null) throw badRequest(unsafe.path, unsafe.problem);
}

const tooLarge = (): AppError =>
  new AppError('payload_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes`);

// A stream left in the middle must not be destroyed: the answer is still to be sent over its socket.
async function* bodyChunks(request: IncomingMessage): AsyncIterable<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new AppError('bad_request', 'The body ended too early', { cause });
  }
}
