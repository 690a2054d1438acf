import type { ModelRequest } from '../request/model-request.ts';
import { detectLanguage } from '../text/detect-language.ts';
import type { Language } from '../text/stop-words.ts';
import { type Grounding, readGrounding } from './grounding.ts';

/** A request as the reply rules see it. */
export interface Conversation {
  request: ModelRequest;
  /** The last thing the user said, without any grounding blocks in it. */
  question: string;
  /** What the user said before, oldest first. */
  earlier: string[];
  grounding: Grounding;
  language: Language;
}

export function readConversation(request: ModelRequest): Conversation {
  const said = request.turns.filter((turn) => turn.role === 'user').map((turn) => turn.text);
  const instructions = request.turns.filter((turn) => turn.role === 'system').map((turn) => turn.text);
  const last = readGrounding([said.at(-1) ?? '']);
  const grounding = readGrounding([...instructions, said.at(-1) ?? '']);
  const question = last.rest.trim();
  return {
    request,
    question,
    earlier: said.slice(0, -1).map((text) => readGrounding([text]).rest),
    grounding,
    language: detectLanguage(question),
  };
}
