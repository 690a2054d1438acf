import type { Parsed, TaskCommand } from '../task-command.ts';
import type { Quoted } from './quoted.ts';
import { beginsWithVerb, taskTitles } from './task-titles.ts';
import { LIST, pattern, TASK, wordCount } from './wording.ts';

const ADD = '(?:add|put|write|note|jot|include|place|stick)(?: down)?';
const MAKE = '(?:add|create|make|set up|set|start|new|give me|i need|i want|put)';

/** Each takes out the title. */
const SURE = [
  pattern(
    `${ADD}(?: (?:this|these|the following))?(?: (?:things|items|tasks))? (?:to|on|onto|in) (?:${LIST})\\s*[:,–—-]\\s*(.+)`,
  ),
  pattern(`${ADD} (.+?) (?:to|on|onto|in|into) (?:${LIST})`),
  pattern(
    `${MAKE}(?: me| us)?(?: (?:an?|another|one more|the))?(?: new)? ${TASK}(?: (?:to|on|in) (?:${LIST}))?(?: for me)?(?:\\s*[:,–—-]\\s*| (?:called|named|titled|saying|that says|which says|with the title|with title|to|for|about|of) )(.+)`,
  ),
  pattern(
    `${MAKE}(?: me)?(?: (?:these|the following|some|two|three|\\d+))?(?: new)? (?:tasks|items|to-?dos|todos|reminders|things)\\s*[:–—-]\\s*(.+)`,
  ),
  pattern(`(?:new |another )?(?:task|to-?do|todo|reminder)\\s*[:–—-]\\s*(.+)`),
  pattern(`(?:add|create|save|set|track) (.+) as an? (?:new )?${TASK}`),
  pattern('(?:remind me|set a reminder(?: for me)?)(?: that i (?:have|need))? to (.+)'),
  pattern("(?:don't|do not)(?: let me)? forget to (.+)"),
];
const WITHOUT_COLON = pattern(`${MAKE}(?: me)?(?: (?:an?|another))?(?: new)? ${TASK} (.+)`);
const NO_TITLE = pattern(
  `(?:add|create|make|new|set)(?: me)?(?: (?:an?|another))?(?: new)? ${TASK}(?: (?:to|on) (?:${LIST}))?`,
);
const PRONOUN = pattern('(?:it|that|this|them|these|those)(?: one)?');

const BARE_ADD = pattern('(?:add|remember to) (.+)');
const REMIND_ABOUT = pattern('remind me (?:about|of) (.+)');
const HAVE_TO = pattern(
  "(?:i|we)(?:'ve)?(?: really| also| still| just)?(?: (?:need|have|got|have got) to| must| gotta) (.+)",
);
/** What people say of themselves when they want an answer, and no task kept. */
const THINKING =
  /^(?:ask|be|calculate|choose|compare|compute|convert|decide|determine|explain|figure|find|get|have|hear|know|learn|say|see|talk|tell|think|understand|use)\b/iu;
const OF_A_QUESTION =
  /\b(?:what|how|why|who|whom|whose|where|when|which|whether|difference|meaning|definition)\b/iu;
const ARTICLE = /^(?:an?|the|some|more|another|one|two|my|your|this|that|these|those|\d+)\b/iu;
const ELSEWHERE = / (?:to|into|in|on|onto|between|with|from) /iu;

/** A task that is to be kept. */
export function parseCreate(text: string, quoted: Quoted): Parsed | undefined {
  for (const form of SURE) {
    const title = form.exec(text)?.[1];
    if (title !== undefined) return { commands: tasksOf(title, quoted), sure: true };
  }
  const uncalled = WITHOUT_COLON.exec(text)?.[1];
  if (uncalled !== undefined && beginsWithVerb(uncalled)) {
    return { commands: tasksOf(uncalled, quoted), sure: true };
  }
  if (NO_TITLE.test(text)) return { commands: [{ action: 'create', title: '' }], sure: true };
  const title = unsureTitle(text);
  return title === undefined ? undefined : { commands: tasksOf(title, quoted), sure: false };
}

function unsureTitle(text: string): string | undefined {
  const added = BARE_ADD.exec(text)?.[1];
  if (added !== undefined) return mayBeAdded(added) ? added : undefined;
  const about = REMIND_ABOUT.exec(text)?.[1];
  if (about !== undefined) return wordCount(about) <= 5 && !OF_A_QUESTION.test(about) ? about : undefined;
  const needed = HAVE_TO.exec(text)?.[1];
  if (needed === undefined || wordCount(needed) > 12) return undefined;
  return THINKING.test(needed) || OF_A_QUESTION.test(needed) ? undefined : needed;
}

/** "add milk" and "add call the bank" are tasks; "add a sensor to the robot" and "add 2 and 3" are not. */
function mayBeAdded(what: string): boolean {
  if (wordCount(what) > 8 || OF_A_QUESTION.test(what)) return false;
  return beginsWithVerb(what) || (!ARTICLE.test(what) && !ELSEWHERE.test(what) && !PRONOUN.test(what));
}

const DESCRIBED =
  /^(.+?)\s*[;,.–—-]?\s*(?:with )?(?:(?:the|a) )?(?:details?|description|notes?)(?:\s*:\s*| (?:is|saying|that says) )(.+)$/iu;
const WITH_DESCRIPTION = /^(.+?),? with (?:the|a) (?:details?|description|note) (.+)$/iu;

function tasksOf(text: string, quoted: Quoted): TaskCommand[] {
  if (PRONOUN.test(text)) return [{ action: 'create', title: '' }];
  const described = DESCRIBED.exec(text) ?? WITH_DESCRIPTION.exec(text);
  const titles = taskTitles(described?.[1] ?? text, quoted);
  const tasks = titles.map((title): TaskCommand => ({ action: 'create', title }));
  const last = tasks.at(-1);
  const description = described?.[2];
  if (description !== undefined && last?.action === 'create') last.description = quoted.reveal(description);
  return tasks;
}
