import { isQuestion } from '../text/is-question.ts';
import { fold, words } from '../text/words.ts';
import type { Conversation } from './conversation.ts';
import { PHRASES } from './phrases.ts';
import { quote, shorten } from './topic.ts';

const LONGEST_QUOTE = 200;

/** Answers what the user says of themselves, such as their name. A request is not one, and is never said to be done. */
export function acknowledge({ question, language }: Conversation): string | undefined {
  const first = words(question)[0]?.folded;
  const isOfSelf = PHRASES[language].self.map(fold).some((word) => word === first);
  if (!isOfSelf || isQuestion(question)) return undefined;
  return PHRASES[language].noted.replace('{statement}', () =>
    quote(shorten(question, LONGEST_QUOTE), language),
  );
}
