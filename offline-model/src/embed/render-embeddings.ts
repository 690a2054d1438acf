import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../json.ts';
import type { EmbeddingsRequest } from '../request/parse-embeddings-request.ts';
import { estimateTokens } from '../tokens.ts';
import { embedText } from './embed-text.ts';

export async function renderEmbeddings(request: EmbeddingsRequest): Promise<JsonObject> {
  const { model, texts, dimensions, base64 } = request;
  const data: JsonObject[] = [];
  let tokens = 0;
  for (const [index, text] of texts.entries()) {
    const vector = embedText(text, dimensions);
    data.push({ object: 'embedding', index, embedding: base64 ? littleEndianBase64(vector) : [...vector] });
    tokens += estimateTokens(text);
    await setImmediate(); // a large batch must not hold the process that this server shares
  }
  return { object: 'list', model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function littleEndianBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.byteLength);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
