import { contentWords } from '../text/content-words.ts';
import type { Language } from '../text/stop-words.ts';
import type { Word } from '../text/words.ts';
import { words } from '../text/words.ts';
import { PHRASES } from './phrases.ts';

const LONGEST_TOPIC = 80;

/** The question's own words, from its first to its last word of substance, in quotes. */
export function quoteTopic(question: string, language: Language): string {
  const substance = contentWords(question, language);
  const span = spanOf(question, substance.length > 0 ? substance : words(question)) || question.trim();
  return quote(shorten(span, LONGEST_TOPIC), language);
}

export function quote(text: string, language: Language): string {
  const [open, close] = PHRASES[language].quotes;
  return open + text + close;
}

/** The stretch of text between the first and the last of these words, on one line. */
export function spanOf(text: string, found: Word[]): string {
  const first = found[0];
  const last = found.at(-1);
  return first && last ? text.slice(first.start, last.end).replace(/\s+/gu, ' ') : '';
}

export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}
