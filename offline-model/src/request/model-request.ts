import type { JsonObject } from '../json.ts';

export type Endpoint = 'chat/completions' | 'responses' | 'embeddings';
export type Role = 'system' | 'user' | 'assistant' | 'tool';
/** What the caller wants the text for; told from how its system message begins. */
export type Purpose = 'answer' | 'title' | 'summary' | 'embeddings';

/** A tool call as an earlier answer made it. */
export interface MadeCall {
  id: string;
  name: string;
  /** JSON text, unless a script made it malformed. */
  arguments: string;
}

export interface Turn {
  role: Role;
  text: string;
  /** The tool calls that an assistant turn made. */
  calls: MadeCall[];
  /** The call that a tool turn answers. */
  answersCallId?: string;
}

/** A request of either wire format, read and checked. */
export interface ModelRequest {
  endpoint: Endpoint;
  purpose: Purpose;
  model: string;
  stream: boolean;
  includeUsage: boolean;
  maxOutputTokens: number | undefined;
  turns: Turn[];
  /** Tool definitions as they came: nested for Chat Completions, flat for Responses. */
  tools: JsonObject[];
  body: JsonObject;
}

const TITLE_INSTRUCTION = 'Write a title';
const SUMMARY_INSTRUCTION = 'Summarise';

export function purposeOf(turns: Turn[]): Purpose {
  const instructions = turns.filter((turn) => turn.role === 'system').map((turn) => turn.text.trimStart());
  if (instructions.some((text) => text.startsWith(TITLE_INSTRUCTION))) return 'title';
  return instructions.some((text) => text.startsWith(SUMMARY_INSTRUCTION)) ? 'summary' : 'answer';
}
