import { contentWords } from '../text/content-words.ts';
import { isQuestion } from '../text/is-question.ts';
import { sentences } from '../text/sentences.ts';
import { fold, words } from '../text/words.ts';
import type { Conversation } from './conversation.ts';
import { rankSentences } from './find-sentences.ts';
import { PHRASES } from './phrases.ts';
import { quote, shorten } from './topic.ts';

const LONGEST_QUOTE = 600;
/** A question that is not about the asker must share this much with what was said. */
const SHARE_OF_QUESTION = 0.5;

/** What the user stated before on this subject; of equals the latest, since people correct themselves. */
export function recall({ question, language, earlier }: Conversation): string | undefined {
  const asked = contentWords(question, language);
  const statements = earlier.flatMap(sentences).filter((sentence) => !isQuestion(sentence));
  const best = rankSentences(statements.toReversed(), asked)[0];
  if (!best) return undefined;
  const different = new Set(asked.map((word) => word.key)).size;
  if (!isAboutSelf(question, language) && best.matched < different * SHARE_OF_QUESTION) return undefined;
  return `${PHRASES[language].youSaid} ${quote(shorten(best.text, LONGEST_QUOTE), language)}`;
}

function isAboutSelf(question: string, language: Conversation['language']): boolean {
  const self = new Set(PHRASES[language].self.map(fold));
  return words(question).some((word) => self.has(word.folded));
}
