/** Parts of the patterns that clauses are read with; all are matched without regard to case. */

const OWNER = '(?:my|the|our|that|your)';
const KIND = '(?:to[- ]?do|todo|task|tasks|shopping|grocery|groceries)';

export const LIST = `(?:${OWNER} )?(?:${KIND} )?list|${OWNER} (?:tasks|to-?dos|todos)`;
export const TASK = '(?:task|to[- ]?do(?: item)?|todo(?: item)?|item|reminder)';
export const TASKS = '(?:tasks?|to[- ]?dos?|todos?|items?|reminders?|things)';
export const OPEN = 'open|pending|unfinished|remaining|outstanding|incomplete|active|undone|left|to do';
export const COMPLETED = 'completed?|finished|done|closed|ticked off|checked off';
export const STATUS = `${OPEN}|${COMPLETED}`;

const IS_COMPLETED = new RegExp(`^(?:${COMPLETED})$`, 'iu');

/** The status that a word of STATUS means. */
export function statusOf(word: string | undefined): 'all' | 'open' | 'completed' {
  if (word === undefined) return 'all';
  return IS_COMPLETED.test(word) ? 'completed' : 'open';
}

export function pattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'iu');
}

const POLITE_START =
  /^(?:ok(?:ay)?|hey|hi|hello|alright|right|great|cool|perfect|yes|no|and|then|also|now|next|finally|please|pls|kindly|just|well|so|oh|actually|(?:could|can|would|will) you(?: please| kindly)?|go ahead and|i want you to|i(?:['’]d| would) like you to|parlance|thanks|thank you)[,!.:]?\s+/iu;
const POLITE_END = /[\s,]+(?:please|pls|thanks|thank you|for me|will you|would you|could you)$/iu;
const END_MARKS = /[\s.,;:!?…]+$/u;

/** A clause without what is only polite, on one line. */
export function plain(clause: string): string {
  let text = clause.replace(/\s+/gu, ' ').replaceAll('’', "'").trim();
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(POLITE_START, '').replace(END_MARKS, '').replace(POLITE_END, '');
  }
  return text;
}

export function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== '').length;
}
