import { badRequest } from '../../domain/errors.ts';
import { findUnsafe } from '../../domain/safe-json.ts';

/** JSON-RPC's names of what is wrong with a message. */
export const rpc = { parseError: -32700, invalidRequest: -32600, invalidParams: -32602, internal: -32603 };

/** The id that an answer repeats; null: none is known. */
export type RpcId = string | number | null;

/** A message, or what is wrong with it. */
export type ParsedMessage = { message: object } | { code: number; problem: string; id: RpcId };

// Answers repeat them, and so do lines of the log.
const MAX_NAME = 256;

/** Reads a body as one JSON-RPC message that holds nothing unsafe. */
export function parseMessage(text: string): ParsedMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { code: rpc.parseError, problem: 'Parse error: the body is not valid JSON', id: null };
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    const problem = 'Invalid request: send one JSON-RPC message, which is an object';
    return { code: rpc.invalidRequest, problem, id: null };
  }
  if (namesIn(message).some((name) => typeof name === 'string' && name.length > MAX_NAME)) {
    const problem = `Invalid request: ids, methods and names have at most ${MAX_NAME} characters`;
    return { code: rpc.invalidRequest, problem, id: null };
  }
  const unsafe = findUnsafe(message);
  if (unsafe === null) return { message };
  return {
    code: rpc.invalidParams,
    problem: badRequest(unsafe.path, unsafe.problem).message,
    id: idOf(message),
  };
}

function namesIn(message: object): unknown[] {
  const { id, method, params } = message as Record<string, unknown>;
  return [id, method, (params as { name?: unknown } | null | undefined)?.name];
}

function idOf(message: object): RpcId {
  const id = 'id' in message ? message.id : null;
  return typeof id === 'number' || (typeof id === 'string' && findUnsafe(id) === null) ? id : null;
}
