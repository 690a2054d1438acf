import type { ModelRequest } from './request/model-request.ts';

const BYTES_PER_TOKEN = 4;
const TOKENS_PER_TURN = 4;

/** There is no tokenizer here: one token is taken to be four bytes of UTF-8. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

export function promptTokens(request: Pick<ModelRequest, 'turns' | 'tools'>): number {
  let tokens = request.tools.length > 0 ? estimateTokens(JSON.stringify(request.tools)) : 0;
  for (const turn of request.turns) tokens += TOKENS_PER_TURN + estimateTokens(turn.text);
  return tokens;
}
