import type { IncomingMessage } from 'node:http';
import { ApiError, invalidRequest } from '../api-error.ts';
import { isObject, type JsonObject, jsonDepth } from '../json.ts';

const DEEPEST_JSON = 100;
/** A little more than the limit is read and dropped, so that the caller can still read the refusal. */
const PATIENCE = 4;

export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<JsonObject> {
  const text = decode(await readBytes(request, maxBytes));
  if (jsonDepth(text) > DEEPEST_JSON)
    throw invalidRequest(`JSON is nested deeper than ${DEEPEST_JSON} levels.`);
  const body = parse(text);
  if (!isObject(body)) throw invalidRequest('The body must be a JSON object.');
  return body;
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (size > maxBytes * PATIENCE) break;
  }
  if (size > maxBytes) throw new ApiError(413, `The body is larger than ${maxBytes} bytes.`);
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidRequest('The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest('We could not parse the JSON body of your request.');
  }
}
