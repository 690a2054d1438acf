import { sentences } from '../text/sentences.ts';
import { words } from '../text/words.ts';
import type { Conversation } from './conversation.ts';
import { readGrounding } from './grounding.ts';

const MOST_WORDS = 100;
const WORDS_OF_ONE_MESSAGE = 30;

/** The first sentence of each of the last messages, as many as fit. */
export function writeSummary({ request }: Conversation): string | undefined {
  if (request.purpose !== 'summary') return undefined;
  const messages = request.turns
    .filter((turn) => turn.role !== 'system')
    .map((turn) => readGrounding([turn.text]).rest);
  // A transcript sent as one message has a line for each of its messages.
  const texts = messages.length === 1 ? (messages[0] ?? '').split('\n') : messages;
  const kept: string[] = [];
  let room = MOST_WORDS;
  for (const text of texts.toReversed()) {
    const sentence = cut(sentences(text)[0] ?? '');
    const length = words(sentence).length;
    if (length > room) break;
    if (length > 0) kept.unshift(sentence);
    room -= length;
  }
  return kept.join('\n');
}

function cut(sentence: string): string {
  const last = words(sentence)[WORDS_OF_ONE_MESSAGE - 1];
  return last && last.end < sentence.length - 1 ? `${sentence.slice(0, last.end)}…` : sentence;
}
