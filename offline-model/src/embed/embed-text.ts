import { isCommonInAnyLanguage } from '../text/stop-words.ts';
import { type Word, words } from '../text/words.ts';

const WORD_WEIGHT = 1;
const PAIR_WEIGHT = 0.5;
const PIECE_WEIGHT = 0.6;
const COMMON_WORD_FACTOR = 0.15;
const PIECE_LENGTH = 3;

/**
 * A unit vector that is the same on every machine. With no corpus to count in, a word's rarity
 * is guessed: little weight for stop words, more for longer words.
 */
export function embedText(text: string, dimensions: number): Float32Array {
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number) => counts.set(feature, (counts.get(feature) ?? 0) + weight);
  const found = words(text);
  for (const [index, word] of found.entries()) {
    const rarity = guessRarity(word);
    add(`w:${word.key}`, WORD_WEIGHT * rarity);
    const next = found[index + 1];
    if (next) add(`p:${word.key} ${next.key}`, PAIR_WEIGHT * Math.min(rarity, guessRarity(next)));
    const pieces = wordPieces(word.folded);
    for (const piece of pieces) add(`c:${piece}`, (PIECE_WEIGHT * rarity) / Math.sqrt(pieces.length));
  }
  if (counts.size === 0) add(`t:${text}`, 1);
  return unitVector(counts, dimensions);
}

function guessRarity(word: Word): number {
  if (isCommonInAnyLanguage(word.folded)) return COMMON_WORD_FACTOR;
  return 1 + Math.min(word.key.length, 12) / 12;
}

function wordPieces(word: string): string[] {
  const letters = [...` ${word} `];
  const pieces: string[] = [];
  for (let at = 0; at + PIECE_LENGTH <= letters.length; at += 1) {
    pieces.push(letters.slice(at, at + PIECE_LENGTH).join(''));
  }
  return pieces;
}

function unitVector(counts: Map<string, number>, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const [feature, weight] of counts) {
    const hash = fnv1a(feature);
    const slot = (hash >>> 1) % dimensions;
    sums[slot] = (sums[slot] ?? 0) + (hash & 1 ? 1 : -1) * Math.log1p(weight);
  }
  const norm = Math.hypot(...sums);
  if (norm === 0) sums[0] = 1;
  return Float32Array.from(sums, (value) => value / (norm || 1));
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
