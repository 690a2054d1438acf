import type { Word } from '../text/words.ts';
import { words } from '../text/words.ts';

interface FoundSentence {
  text: string;
  score: number;
  /** How many of the question's different words occur in it. */
  matched: number;
  position: number;
}

const MOST_SENTENCES = 3;
const SHARE_OF_BEST = 0.6;

/** Sentences that share words with the question, rarer words counting more; best first. */
export function rankSentences(sentences: string[], question: Word[]): FoundSentence[] {
  const wanted = new Set(question.map((word) => word.key));
  const keysOf = sentences.map((text) => new Set(words(text).map((word) => word.key)));
  const rarity = new Map<string, number>();
  for (const key of wanted) {
    const holders = keysOf.filter((keys) => keys.has(key)).length;
    rarity.set(key, Math.log(1 + sentences.length / (1 + holders)));
  }
  return sentences
    .map((text, position) => {
      const matches = [...wanted].filter((key) => keysOf[position]?.has(key));
      const score = matches.reduce((sum, key) => sum + (rarity.get(key) ?? 0), 0);
      return { text, score, matched: matches.length, position };
    })
    .filter((sentence) => sentence.matched > 0)
    .sort((a, b) => b.score - a.score || a.position - b.position);
}

/** The best one to three, in the order in which they stand in the text. */
export function pickSentences(ranked: FoundSentence[]): string[] {
  const enough = (ranked[0]?.score ?? 0) * SHARE_OF_BEST;
  const seen = new Set<string>();
  return ranked
    .filter(({ text }) => seen.size < seen.add(text).size)
    .slice(0, MOST_SENTENCES)
    .filter((sentence) => sentence.score >= enough)
    .sort((a, b) => a.position - b.position)
    .map((sentence) => sentence.text);
}
