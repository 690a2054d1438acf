import type { BotEditorText } from '../i18n/en/bot-editor.ts';
import { type BotForm, numberIn } from './bot-form.ts';

/** What a field wants, if something is wrong with it or with what is below it; `alone`: without what is below it. null: nothing is. */
export type Problems = (path: string, alone?: 'alone') => string | null;

/** Something that is wrong with what is filled in. */
export interface Issue {
  path: string;
  message: string;
}

type Wants = BotEditorText['wants'];

/** What is wrong with a form before the server is asked: what it would not come to see. */
export function mistakesIn({ temperature, historyMessages, historyTokens, rules }: BotForm): Issue[] {
  const numbers = {
    'config.temperature': temperature,
    'config.history.messages': historyMessages,
    'config.history.tokens': historyTokens,
  };
  const wrong = Object.entries(numbers).flatMap(([path, text]) =>
    Number.isFinite(numberIn(text) ?? 0) ? [] : [path],
  );
  const tools = rules.map(({ tool }) => tool.trim());
  const repeated = rules.filter((_, at) => tools[at] !== '' && tools.indexOf(tools[at] ?? '') < at);
  return [...wrong, ...repeated.map(({ key }) => `rules.${key}`)].map((path) => ({ path, message: '' }));
}

/** Says at each field what is wrong with it, in the reader's language. */
export const problemsOf =
  (issues: readonly Issue[], wants: Wants): Problems =>
  (field, alone) =>
    issues.some(({ path }) => (alone ? path === field : isIn(path, field)))
      ? (wantAt(field, wants) ?? null)
      : null;

/** What is wrong with something that the form does not show. */
export const otherProblems = (issues: readonly Issue[], wants: Wants): string[] =>
  issues.flatMap(({ path, message }) => (wantAt(path, wants) === undefined ? [`${path}: ${message}`] : []));

/** What is wrong in the file of a bot. */
export function fileProblems(issues: readonly Issue[], bots: BotEditorText): string {
  const found = issues.map(({ path, message }) => ({ path: path.replace(/^content\.?/, ''), message }));
  if (found.some(({ path }) => path === '' || path === 'format')) return bots.importNoBot;
  const said = found.map(({ path, message }) => `${path}: ${wantAt(path, bots.wants) ?? message}`);
  return [bots.importRefused, ...said].join(' ');
}

/** What is wanted where a path leads. */
function wantAt(path: string, wants: Wants): string | undefined {
  const ofAnyServer = path.replace(/^config\.tools\.servers\.\d+/, 'config.tools.servers[]');
  return Object.entries(wants).find(([field]) => isIn(ofAnyServer, field))?.[1];
}

const isIn = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`);
