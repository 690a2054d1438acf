import { contentWords } from '../text/content-words.ts';
import { sentences } from '../text/sentences.ts';
import type { Conversation } from './conversation.ts';
import { pickSentences, rankSentences } from './find-sentences.ts';
import { PHRASES } from './phrases.ts';
import { quote, quoteTopic, shorten } from './topic.ts';

const LONGEST_QUOTE = 600;
const LEADING_SENTENCES = 2;

/** Given text decides alone: a quotation from it, or the plain statement that it has no answer. */
export function quoteSelection({ question, language, grounding }: Conversation): string | undefined {
  if (grounding.selected.length === 0) return undefined;
  const { selectionSays, selectionLacks } = PHRASES[language];
  const found = findQuotation(grounding.selected, { question, language });
  return found === ''
    ? selectionLacks.replace('{topic}', () => quoteTopic(question, language))
    : `${selectionSays} ${found}`;
}

export function quoteDocuments({ question, language, grounding }: Conversation): string | undefined {
  if (grounding.documents.length === 0) return undefined;
  const found = findQuotation(grounding.documents, { question, language });
  return found === '' ? undefined : `${PHRASES[language].documentsSay} ${found}`;
}

export function admitDocumentsLackIt({ question, language, grounding }: Conversation): string | undefined {
  if (grounding.documents.length === 0) return undefined;
  return PHRASES[language].documentsLack.replace('{topic}', () => quoteTopic(question, language));
}

/** A question with no words of substance ("Explain this") asks about the whole: its beginning is quoted. */
function findQuotation(
  texts: string[],
  { question, language }: Pick<Conversation, 'question' | 'language'>,
): string {
  const all = texts.flatMap(sentences);
  const asked = contentWords(question, language);
  const picked =
    asked.length === 0 ? all.slice(0, LEADING_SENTENCES) : pickSentences(rankSentences(all, asked));
  return picked.map((sentence) => quote(shorten(sentence, LONGEST_QUOTE), language)).join(' ');
}
