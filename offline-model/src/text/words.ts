import { stem } from './stem.ts';

export interface Word {
  /** Comparable form: folded and stemmed. */
  key: string;
  /** Folded only: what the stop-word lists are written in. */
  folded: string;
  start: number;
  end: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
const HARAKAT_AND_ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]/g;
const ELISION = /^(?:l|d|j|m|t|s|c|n|qu)['’]|['’](?:s|re|m|ll|ve|d)$/g;

/** Lower case, without accents, vowel points and elided letters, so that spellings compare. */
export function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replace(HARAKAT_AND_ACCENTS, '')
    .toLowerCase()
    .replace(ELISION, '')
    .normalize('NFC');
}

export function words(text: string): Word[] {
  const found: Word[] = [];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike) continue;
    const folded = fold(segment);
    found.push({ key: stem(folded), folded, start: index, end: index + segment.length });
  }
  return found;
}

/** Cuts a text into word-sized pieces that join back to the same text. */
export function wordChunks(text: string): string[] {
  const chunks: string[] = [];
  let pending = '';
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    pending += segment;
    if (!isWordLike) continue;
    chunks.push(pending);
    pending = '';
  }
  if (pending !== '') chunks.push((chunks.pop() ?? '') + pending);
  return chunks;
}
