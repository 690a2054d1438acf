import type { Language } from './stop-words.ts';
import { STOP_WORDS } from './stop-words.ts';
import { type Word, words } from './words.ts';

const FALLBACK: Language = 'en';

/** The words that carry a sentence's subject: those on no stop-word list of its language or of English. */
export function contentWords(text: string, language: Language): Word[] {
  return words(text).filter(
    (word) => !STOP_WORDS[language].has(word.folded) && !STOP_WORDS[FALLBACK].has(word.folded),
  );
}
