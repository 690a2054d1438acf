import type { Parsed, TaskStatus } from '../task-command.ts';
import type { Quoted } from './quoted.ts';
import { LIST, pattern, STATUS, statusOf, TASKS } from './wording.ts';

const NOUN = `(?:${TASKS}|(?:to[- ]?do|todo|task|shopping|grocery)? ?list(?: of (?:all )?(?:my )?tasks)?)`;
const WHEN = '(?: again| now| today| right now| so far| yet| already| at the moment| this week)*';
const HAVING = `(?: (?:that |which )?(?:i have|i've(?: got)?|i|are|is|there are|have been)(?: still| already)?(?: to do)?)?`;

interface ListForm {
  pattern: RegExp;
  /** Where the pattern does not take a status out. */
  status?: TaskStatus;
}

const FORMS: ListForm[] = [
  {
    pattern: pattern(
      `(?:show|list|give|display|read|tell|view|get|see|check|open|print|let me see|let's see|what are|i want to see|i'd like to see|i need to see)(?: me| us)?(?: (?:all|everything|of|the|my|our|on))*(?: (${STATUS}))? ${NOUN}${HAVING}(?: (${STATUS}))?${WHEN}`,
    ),
  },
  { pattern: pattern(`(?:my|all my|all) (?:(${STATUS}) )?${NOUN}${WHEN}`) },
  { pattern: pattern(`(?:(${STATUS}) )?(?:tasks|to-?dos|todos|to[- ]?do list|task list)`) },
  {
    pattern: pattern(
      `(?:what's|what is|what are|what do i have|what have i got|what all is|show me what's) (?:on|in) (?:${LIST})${WHEN}`,
    ),
  },
  {
    pattern: pattern(
      `(?:is there |show me |tell me )?(?:what|anything|something)(?:'s| is)?(?: else| still)? (left|open|pending|remaining|outstanding|done|completed|finished)(?: to do| to be done| to finish| for me to do| on (?:${LIST}))?${WHEN}`,
    ),
  },
  {
    pattern: pattern(
      `(?:show me |tell me )?what(?: else)?(?: do| must)? i(?: still)?(?: have| need| must)?(?: left)? (?:to do|to get done|to finish|left)${WHEN}`,
    ),
    status: 'open',
  },
  {
    pattern: pattern(`what (?:have i(?: still)?(?: got)?(?: left)?|remains) to (?:do|be done)${WHEN}`),
    status: 'open',
  },
  { pattern: pattern(`what remains${WHEN}`), status: 'open' },
  {
    pattern: pattern(
      `(?:show me |tell me )?what (?:have i|did i|i've|i have|i)(?: already)? (?:done|finished|completed?|finish|do|get done)${WHEN}`,
    ),
    status: 'completed',
  },
  {
    pattern: pattern(
      `(?:what|which|how many)(?: (${STATUS}))? ${TASKS}(?: (?:do i(?: still)? have|have i|did i|i have|i've|are there|are still|are|is|still))(?: (${STATUS}|finish|complete))?(?: to do| on (?:${LIST}))?${WHEN}`,
    ),
  },
  {
    pattern: pattern(
      `(?:do i(?: still)? have|have i got|are there)(?: still)? (?:any|some)(?: (${STATUS}))? ${TASKS}(?: (${STATUS}))?(?: on (?:${LIST}))?${WHEN}`,
    ),
  },
  {
    pattern: pattern(
      `(?:do i(?: still)? have|have i got) anything(?: still)? (left|to do|open)(?: to do| on (?:${LIST}))?${WHEN}`,
    ),
  },
];

const SEARCHES = [
  pattern(
    `(?:find|search|look for|search for)(?: (?:all|the|my|any|me))*(?: (${STATUS}))? (?:tasks?|to-?dos?|todos?) (?:about|with|containing|matching|mentioning|related to|on) (.+)`,
  ),
  pattern(
    `(?:show|list|give|get)(?: me)?(?: all)?(?: of)? my(?: (${STATUS}))? (?:tasks?|to-?dos?|todos?) (?:about|with|containing|matching|mentioning|related to) (.+)`,
  ),
  pattern(
    `(?:search|look through|look in)(?: in)? (?:my )?(?:(${STATUS}) )?(?:tasks|to-?dos|todos|list|task list) for (.+)`,
  ),
];

/** The tasks are to be shown. */
export function parseList(text: string, quoted: Quoted): Parsed | undefined {
  for (const form of FORMS) {
    const found = form.pattern.exec(text);
    if (found === null) continue;
    const status = form.status ?? statusOf(found[1] ?? found[2]);
    return { commands: [{ action: 'list', status }], sure: true };
  }
  for (const search of SEARCHES) {
    const found = search.exec(text);
    const wanted = found?.[2];
    if (wanted === undefined) continue;
    return {
      commands: [
        { action: 'list', status: statusOf(found?.[1]), search: quoted.reveal(wanted).slice(0, 200) },
      ],
      sure: true,
    };
  }
  return undefined;
}
