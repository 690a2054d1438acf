import { contentWords } from '../text/content-words.ts';
import { fold } from '../text/words.ts';
import type { Conversation } from './conversation.ts';
import { PHRASES, type Phrases } from './phrases.ts';
import { isOffered } from './tasks/offered-tools.ts';

const GREETINGS = Object.values(PHRASES).map((phrases: Phrases) => ({
  phrases,
  words: new Set(phrases.greetings.map(fold)),
}));

const POLITE_WORDS = new Set(['parlance', 'bot', 'alaikum', 'alaykum', 'everyone']);

/** For a greeting, in the language of the greeting, when there is nothing else in the message. */
export function introduce(conversation: Conversation): string | undefined {
  const { question, language } = conversation;
  const substance = contentWords(question, language);
  if (substance.length === 0 || substance.length > 4) return undefined;
  const own = PHRASES[language];
  const ordered = GREETINGS.toSorted((a, b) => Number(b.phrases === own) - Number(a.phrases === own));
  const greeted = ordered.find((greeting) => greeting.words.has(substance[0]?.folded ?? ''));
  if (!greeted || !substance.every((word) => isGreetingWord(word.folded))) return undefined;
  return introduction(conversation, greeted.phrases);
}

/** What it is, and what else it can do when it was given the tools. */
export function introduction({ request }: Conversation, phrases: Phrases): string {
  return isOffered('create', request) ? `${phrases.introduction}\n\n${phrases.tasks}` : phrases.introduction;
}

function isGreetingWord(folded: string): boolean {
  return GREETINGS.some((greeting) => greeting.words.has(folded)) || POLITE_WORDS.has(folded);
}
