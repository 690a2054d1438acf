import { renderEmbeddings } from '../embed/render-embeddings.ts';
import { parseEmbeddingsRequest } from '../request/parse-embeddings-request.ts';
import type { Exchange } from './exchange.ts';
import { playOpening, playWhole } from './play-answer.ts';
import { readJsonBody } from './read-json-body.ts';
import { record } from './record.ts';
import type { ServerState } from './server-state.ts';

/** Embeddings are always computed; a scenario with `purpose: 'embeddings'` can delay or fail them. */
export async function serveEmbeddings(exchange: Exchange, state: ServerState): Promise<void> {
  const body = await readJsonBody(exchange.request, state.maxBodyBytes);
  const parsed = parseEmbeddingsRequest(body);
  const recorded = record(exchange, state, {
    endpoint: 'embeddings',
    purpose: 'embeddings',
    model: parsed.model,
    stream: false,
    includeUsage: true,
    maxOutputTokens: undefined,
    turns: [],
    tools: [],
    body,
  });
  const playback = state.queue.take(recorded) ?? {};
  if (await playOpening(exchange, playback)) return;
  await playWhole(exchange, await renderEmbeddings(parsed), playback);
}
