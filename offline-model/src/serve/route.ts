import { ApiError } from '../api-error.ts';
import type { Exchange } from './exchange.ts';
import { serveAnswer } from './serve-answer.ts';
import { serveEmbeddings } from './serve-embeddings.ts';
import { serveModel, serveModels } from './serve-models.ts';
import type { ServerState } from './server-state.ts';

const MODEL_PATH = '/v1/models/';

/** Answers a request, whatever happens: a refusal in OpenAI's shape, or nothing to a caller who has left. */
export async function route(exchange: Exchange, state: ServerState): Promise<void> {
  try {
    await dispatch(exchange, state);
  } catch (error) {
    if (exchange.isGone) return;
    if (exchange.response.headersSent) return exchange.breakOff();
    exchange.sendError(error instanceof ApiError ? error : new ApiError(500, 'Internal error.'));
  }
}

async function dispatch(exchange: Exchange, state: ServerState): Promise<void> {
  const { method, url = '' } = exchange.request;
  const path = url.split('?', 1)[0] ?? '';
  const isModel = path.startsWith(MODEL_PATH) && path.length > MODEL_PATH.length;
  const allowed = isModel ? 'GET' : METHODS.get(path);
  if (allowed === undefined) throw new ApiError(404, `Unknown request URL: ${path}`, { code: 'unknown_url' });
  if (method !== allowed) {
    throw new ApiError(405, `Not allowed to ${method} on ${path}.`, { code: 'method_not_allowed' });
  }
  if (isModel) return serveModel(exchange, path.slice(MODEL_PATH.length));
  if (path === '/v1/models') return serveModels(exchange);
  if (path === '/v1/embeddings') return serveEmbeddings(exchange, state);
  return serveAnswer(exchange, state, path === '/v1/responses' ? 'responses' : 'chat/completions');
}

const METHODS = new Map([
  ['/v1/models', 'GET'],
  ['/v1/chat/completions', 'POST'],
  ['/v1/responses', 'POST'],
  ['/v1/embeddings', 'POST'],
]);
