import { contextTooLong, invalidRequest } from '../api-error.ts';
import type { JsonObject } from '../json.ts';
import { estimateTokens } from '../tokens.ts';
import { readLimit, readModel } from './read-fields.ts';

export interface EmbeddingsRequest {
  model: string;
  texts: string[];
  dimensions: number;
  base64: boolean;
}

const DEFAULT_DIMENSIONS = 768;
const MOST_DIMENSIONS = 4096;
const MOST_TEXTS = 2048;
const TEXT_TOKENS = 8192;

export function parseEmbeddingsRequest(body: JsonObject): EmbeddingsRequest {
  const model = readModel(body);
  const dimensions = readLimit(body, 'dimensions') ?? DEFAULT_DIMENSIONS;
  if (dimensions > MOST_DIMENSIONS) {
    throw invalidRequest(`'dimensions' must be at most ${MOST_DIMENSIONS}.`, 'dimensions');
  }
  const format = body['encoding_format'] ?? 'float';
  if (format !== 'float' && format !== 'base64') {
    throw invalidRequest("'encoding_format' must be 'float' or 'base64'.", 'encoding_format');
  }
  return { model, texts: readTexts(body['input']), dimensions, base64: format === 'base64' };
}

function readTexts(input: unknown): string[] {
  const texts = Array.isArray(input) ? input : [input];
  if (texts.length === 0 || texts.length > MOST_TEXTS) {
    throw invalidRequest(`'input' must hold 1 to ${MOST_TEXTS} texts.`, 'input');
  }
  return texts.map((text: unknown) => {
    if (typeof text !== 'string' || text === '') {
      throw invalidRequest("'input' must be a non-empty string or an array of them.", 'input');
    }
    const tokens = estimateTokens(text);
    if (tokens > TEXT_TOKENS) throw contextTooLong(TEXT_TOKENS, tokens, 'input');
    return text.toWellFormed();
  });
}
