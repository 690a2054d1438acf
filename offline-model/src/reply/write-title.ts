import type { ModelRequest } from '../request/model-request.ts';
import { contentWords } from '../text/content-words.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { words } from '../text/words.ts';
import type { Conversation } from './conversation.ts';
import { readGrounding } from './grounding.ts';
import { spanOf } from './topic.ts';

const MOST_WORDS = 6;
const QUOTE_MARKS = /["“”„«»‹›「」『』`]|(?<!\p{L})['’]|['’](?!\p{L})/gu;
const READ_LENGTH = 1000;
const NO_TITLE = 'Conversation';

/** At most six words of the user's first message, from its first word of substance on. */
export function writeTitle({ request }: Conversation): string | undefined {
  if (request.purpose !== 'title') return undefined;
  const message = firstUserText(request).replace(QUOTE_MARKS, ' ');
  const all = words(message);
  const substance = contentWords(message, detectLanguage(message));
  const isSubstance = new Set(substance.map((word) => word.start));
  const first = all.findIndex((word) => isSubstance.has(word.start));
  const start = Math.max(0, first);
  const title = all.slice(start, start + MOST_WORDS);
  while (title.length > 1 && substance.length > 0 && !isSubstance.has(title.at(-1)?.start ?? -1)) title.pop();
  return capitalise(spanOf(message, title)) || NO_TITLE;
}

function firstUserText({ turns }: ModelRequest): string {
  const texts = turns
    .filter((turn) => turn.role === 'user')
    .map((turn) => readGrounding([turn.text]).rest.trim().slice(0, READ_LENGTH));
  return texts.find((text) => words(text).length > 0) ?? '';
}

function capitalise(text: string): string {
  const [first = '', ...others] = text;
  return first.toUpperCase() + others.join('');
}
