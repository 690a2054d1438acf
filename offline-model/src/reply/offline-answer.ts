import { type Answer, textAnswer, toolAnswer } from '../answer.ts';
import type { ModelRequest } from '../request/model-request.ts';
import { contentWords } from '../text/content-words.ts';
import { acknowledge } from './acknowledge.ts';
import { type Conversation, readConversation } from './conversation.ts';
import { introduce, introduction } from './introduce.ts';
import { PHRASES } from './phrases.ts';
import { admitDocumentsLackIt, quoteDocuments, quoteSelection } from './quote-grounding.ts';
import { recall } from './recall.ts';
import { answerTasks } from './tasks/answer-tasks.ts';
import { quoteTopic } from './topic.ts';
import { writeSummary } from './write-summary.ts';
import { writeTitle } from './write-title.ts';

/** Says what it has to say, or nothing, and the next rule is asked. */
type ReplyRule = (conversation: Conversation) => string | undefined;

const RULES: ReplyRule[] = [
  writeTitle,
  writeSummary,
  introduce,
  quoteSelection,
  quoteDocuments,
  acknowledge,
  recall,
  admitDocumentsLackIt,
];

/** What is to be done with tasks comes before the rules that only talk. */
export function offlineAnswer(request: ModelRequest): Answer {
  const conversation = readConversation(request);
  const tasks = request.purpose === 'answer' ? answerTasks(conversation) : undefined;
  if (tasks) return 'asks' in tasks ? toolAnswer(request, tasks.asks) : textAnswer(request, tasks.text);
  for (const rule of RULES) {
    const text = rule(conversation);
    if (text !== undefined) return textAnswer(request, text);
  }
  return textAnswer(request, admitWhatItIs(conversation));
}

function admitWhatItIs(conversation: Conversation): string {
  const { question, language } = conversation;
  const phrases = PHRASES[language];
  if (contentWords(question, language).length === 0) return introduction(conversation, phrases);
  return phrases.cannotAnswer.replace('{topic}', () => quoteTopic(question, language));
}
