import type { Parsed } from '../task-command.ts';
import { about } from './parse-change.ts';
import { parseReferences } from './parse-reference.ts';
import type { Quoted } from './quoted.ts';
import { LIST, pattern, STATUS, statusOf, TASK, TASKS, wordCount } from './wording.ts';

interface FinishForm {
  pattern: RegExp;
  action: 'complete' | 'reopen' | 'delete';
  sure: boolean;
}

const DONE = '(?:done|completed?|finished|closed)';
const NOT_DONE =
  '(?:not (?:yet )?(?:done|completed?|finished)|undone|unfinished|incomplete|open|to do|todo|pending)';
const OFF_LIST = `(?: (?:from|off|off of|out of|on|in) (?:${LIST}))`;
const REMOVE =
  '(?:delete|remove|erase|drop|scrap|trash|discard|get rid of|throw (?:out|away)|take (?:off|out)|clear(?: out)?|empty|wipe)';
const HAVE = "(?:(?:i|we)(?:'ve| have)?(?: just| already| now| finally| also)*)";

const FORMS: FinishForm[] = [
  { pattern: pattern(`(?:mark|set|flag) (.+?) (?:as |to )?${NOT_DONE}`), action: 'reopen', sure: true },
  { pattern: pattern(`(?:reopen|re-open|uncheck|untick|unmark) (.+)`), action: 'reopen', sure: true },
  {
    pattern: pattern(`(?:mark|set|flag|check|tick) (.+?) (?:off )?(?:as|to) (?:being )?${DONE}`),
    action: 'complete',
    sure: true,
  },
  { pattern: pattern(`(?:mark|set|flag) (?:as )?${DONE}:? (.+)`), action: 'complete', sure: true },
  { pattern: pattern(`mark (.+?) ${DONE}`), action: 'complete', sure: true },
  {
    pattern: pattern(`(?:check|tick|cross|strike|mark) (?:off|out) (.+?)${OFF_LIST}?`),
    action: 'complete',
    sure: true,
  },
  {
    pattern: pattern(`(?:check|tick|cross|strike) (.+?) off(?: (?:of )?(?:${LIST}))?`),
    action: 'complete',
    sure: true,
  },
  { pattern: pattern(`(?:complete|finish|close) (.+)`), action: 'complete', sure: false },
  {
    pattern: pattern(`${HAVE} (?:finished|completed|done|did)(?: with| doing)? (.+)`),
    action: 'complete',
    sure: false,
  },
  {
    pattern: pattern(`(?:(?:i'm|i am|we're) )?(?:(?:done|finished|completed) with|finished|completed) (.+)`),
    action: 'complete',
    sure: false,
  },
  {
    pattern: pattern(
      `(.+?)(?: is|'s| are| has been| have been| got)(?: now| already| all| finally)? ${DONE}(?: now)?`,
    ),
    action: 'complete',
    sure: false,
  },
  { pattern: pattern(`${REMOVE} (.+?)${OFF_LIST}`), action: 'delete', sure: true },
  { pattern: pattern(`(?:take|cross|strike|get|throw) (.+?)${OFF_LIST}`), action: 'delete', sure: true },
  {
    pattern: pattern(`(?:cancel|forget(?: about)?) ((?:the |my )?${TASK} .+|the .+ ${TASK})`),
    action: 'delete',
    sure: true,
  },
  { pattern: pattern(`${REMOVE} (.+)`), action: 'delete', sure: false },
];

const WHOLE_LIST = pattern(
  `(?:everything|all|all of it|the whole list|(?:all (?:of )?)?(?:${LIST})|(?:all (?:of )?)?(?:${TASKS}))`,
);
const SAYS_TASK = new RegExp(`\\b${TASKS}\\b|\uE000`, 'iu');
const LONGEST_UNSURE = 6;
/** "finish the sentence", "is the motor done when …" are not about tasks. */
const NOT_A_TASK =
  /\b(?:what|how|why|who|where|when|which|whether|if|sentence|paragraph|poem|story|code|function|text|answer)\b|:|\?/iu;
const ELSEWHERE = / (?:from|in|of|into) (?!my list|the list)/iu;

/** Tasks are done, not done after all, or to go. */
export function parseFinish(text: string, quoted: Quoted): Parsed | undefined {
  const emptied = new RegExp(`^${REMOVE} (?:all )?(?:(?:of )?(?:my|the) )?(${STATUS}) ${TASKS}$`, 'iu').exec(
    text,
  )?.[1];
  if (emptied !== undefined) {
    return about('delete', [{ said: `${emptied} tasks`, by: 'status', status: statusOf(emptied) }], true);
  }
  for (const { pattern: form, action, sure } of FORMS) {
    const named = form.exec(text)?.[1];
    if (named === undefined) continue;
    if (WHOLE_LIST.test(named) && !/ task$/iu.test(named)) {
      return about(action, [{ said: 'all tasks', by: 'status', status: 'all' }], true);
    }
    const references = parseReferences(named, quoted);
    const isSure = sure || references?.every(({ by }) => by !== 'name') === true || SAYS_TASK.test(named);
    if (isSure || mayBeTask(named)) return about(action, references, isSure);
    return undefined;
  }
  return undefined;
}

function mayBeTask(named: string): boolean {
  return wordCount(named) <= LONGEST_UNSURE && !NOT_A_TASK.test(named) && !ELSEWHERE.test(named);
}
