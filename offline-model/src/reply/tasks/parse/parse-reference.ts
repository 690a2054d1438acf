import type { Reference } from '../task-command.ts';
import { isQuotation, type Quoted } from './quoted.ts';
import { COMPLETED, OPEN, pattern, STATUS, statusOf, TASKS, wordCount } from './wording.ts';

const LONGEST_NAME = 12;
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const CARDINALS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const ONE_OF_THEM = pattern(
  '(?:it|that|this|this|same)(?: (?:one|task|item))?|the (?:task|item|one|same)|(?:my|the) new (?:one|task)',
);
const ALL_OF_THEM = pattern(
  '(?:all|both|every one|each)(?: of)?(?: (?:them|those|these))?|them(?: all| both)?|these|those|(?:those|these) (?:tasks|ones|two|three)|the two|the two of them',
);
const EVERY = pattern(
  `(?:all|every|each|everything|my|the|any)(?: (?:of|my|the|our|your|those|these|that is|that's|that are|which are|i have|i've))*(?: (${STATUS}))?(?: (?:${TASKS}|ones|one|list))?(?: (?:(?:that |which )?(?:are|is|have been|i have|i've) )?(?:already )?(${STATUS}))?(?: (?:on|in|from) (?:my|the) (?:task |to-?do |todo )?list)?`,
);
const PLACE_WORDS = `${ORDINALS.join('|')}|last|\\d{1,3}(?:st|nd|rd|th)`;
const PLACE = pattern(
  `(?:the |my )?(${PLACE_WORDS})(?: (?:one|task|item|to-?do|todo|entry))?(?: (?:on|in|of) .{1,30})?`,
);
const NUMBERED = pattern(
  `(?:the )?(?:(?:task|item|number|no|to-?do|todo)s?\\.? ?(?:number |no\\.? ?)?#?|#)?(\\d{1,3}|${CARDINALS.join('|')})`,
);
const AGE = pattern('(?:the |my )?(latest|newest|most recent|oldest)(?: (?:one|task|item))?');

/** Reads the words that name tasks: one, or several ("1 and 3"). Nothing where they are too many to be a name. */
export function parseReferences(words: string, quoted: Quoted): Reference[] | undefined {
  const parts = words.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu).map((part) => parseReference(part, quoted));
  const places = parts.flatMap((part) => (part && isByPlace(part) ? part : []));
  if (parts.length > 1 && places.length === parts.length) return places;
  const whole = parseReference(words, quoted);
  return whole && [whole];
}

export function parseReference(words: string, quoted: Quoted): Reference | undefined {
  const said = quoted.reveal(words);
  if (isQuotation(words)) return { said, by: 'name' };
  return pronoun(words, said) ?? place(words, said) ?? name(words, quoted);
}

function isByPlace(reference: Reference): boolean {
  return reference.by === 'place' || reference.by === 'age';
}

function pronoun(words: string, said: string): Reference | undefined {
  if (ONE_OF_THEM.test(words)) return { said, by: 'context', many: false };
  if (ALL_OF_THEM.test(words)) return { said, by: 'context', many: true };
  const every = EVERY.exec(words);
  const isPlural = /^(?:all|every|each|any)|tasks|to-?dos|items|ones|list|things/iu.test(words);
  if (every === null || !isPlural) return undefined;
  return { said, by: 'status', status: statusOf(every[1] ?? every[2]) };
}

function place(words: string, said: string): Reference | undefined {
  const age = AGE.exec(words)?.[1]?.toLowerCase();
  if (age !== undefined) return { said, by: 'age', order: age === 'oldest' ? 'oldest' : 'newest' };
  const word = (PLACE.exec(words)?.[1] ?? NUMBERED.exec(words)?.[1])?.toLowerCase();
  if (word === undefined) return undefined;
  if (word === 'last') return { said, by: 'place', place: -1 };
  const counted = Math.max(ORDINALS.indexOf(word), CARDINALS.indexOf(word)) + 1;
  return { said, by: 'place', place: counted > 0 ? counted : Number.parseInt(word, 10) };
}

const LEADING = new RegExp(
  `^(?:(?:the|my|our|that|this|a|an) )?(?:${TASKS}|one)(?: (?:called|named|titled|to|about|for|of|with|that says))?[ :]+|^(?:the|my|our|that|this) `,
  'iu',
);
const TRAILING =
  /(?: (?:from|on|in) (?:my|the|our) (?:[a-z-]+ )?list| (?:task|to-?do|todo|item|reminder|one))+$/iu;
const SAYS_NOTHING = pattern(`(?:${OPEN}|${COMPLETED}|${TASKS})`);

function name(words: string, quoted: Quoted): Reference | undefined {
  const core = words.replace(LEADING, '').replace(TRAILING, '').trim();
  const wholeIsName = core === '' || SAYS_NOTHING.test(core);
  const said = quoted.reveal(wholeIsName ? words : core).trim();
  if (said === '' || wordCount(said) > LONGEST_NAME) return undefined;
  return { said, by: 'name' };
}
