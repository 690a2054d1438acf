import type { Task } from './tool-outcome.ts';

/** What was done to a task, or was to be. */
export type Deed = 'added' | 'done' | 'reopened' | 'deleted' | 'renamed' | 'described';

/** One thing to say of what was done. */
export type Said =
  | { deed: Deed; title: string; failure?: string; note?: string }
  /** Stands on lines of its own. */
  | { text: string };

const DID: Record<Deed, (titles: string, note: string) => string> = {
  added: (titles) => `Added ${titles} to your list.`,
  done: (titles) => `Marked ${titles} as done.`,
  reopened: (titles) => `Marked ${titles} as not done.`,
  deleted: (titles) => `Deleted ${titles}.`,
  renamed: (titles, note) => `Renamed ${titles} to ${note}.`,
  described: (titles, note) => `${note} of ${titles}.`,
};
const UNDONE: Record<Deed, string> = {
  added: 'added',
  done: 'marked as done',
  reopened: 'marked as not done',
  deleted: 'deleted',
  renamed: 'renamed',
  described: 'changed',
};

/** What is said of all that was done: deeds of one kind in one sentence, lists on lines of their own. */
export function compose(said: Said[]): string {
  const parts: string[] = [];
  let sentences: string[] = [];
  for (const group of grouped(said)) {
    const [first] = group;
    if ('deed' in first) {
      sentences.push(
        sentenceOf(
          first,
          group.flatMap((each) => ('deed' in each ? each.title : [])),
        ),
      );
    } else {
      parts.push(sentences.join(' '), first.text);
      sentences = [];
    }
  }
  return [...parts, sentences.join(' ')].filter((part) => part !== '').join('\n\n');
}

function grouped(said: Said[]): [Said, ...Said[]][] {
  const groups: [Said, ...Said[]][] = [];
  for (const each of said) {
    const group = groups.at(-1);
    if (group && isAlike(group[0], each)) group.push(each);
    else groups.push([each]);
  }
  return groups;
}

function isAlike(one: Said, other: Said): boolean {
  if (!('deed' in one && 'deed' in other)) return false;
  return one.deed === other.deed && one.failure === other.failure && one.note === other.note;
}

function sentenceOf({ deed, failure, note = '' }: Extract<Said, { deed: Deed }>, titles: string[]): string {
  const named = enumerate(titles.map(inQuotes));
  if (failure === undefined) return DID[deed](named, note);
  const [was, have] = titles.length > 1 ? ['were', 'have'] : ['was', 'have'];
  if (/may or may not|not known/iu.test(failure)) {
    return `${named} may or may not ${have} been ${UNDONE[deed]}: ${ended(failure)}`;
  }
  return `${named} ${was} not ${UNDONE[deed]}: ${reasonOf(failure)}`;
}

function reasonOf(failure: string): string {
  if (/user (?:did not allow|denied)/iu.test(failure)) return 'you did not allow it.';
  if (/^nobody allowed/iu.test(failure)) return 'nobody allowed it in time.';
  return ended(failure);
}

/** Closed like a sentence. */
export function ended(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

/** Quotation marks within would be taken for the end of a title, when it is read again in a later turn. */
export function inQuotes(title: string): string {
  return `“${title.replace(/[“”"]/gu, "'").replace(/\s+/gu, ' ')}”`;
}

/** A numbered list of tasks. */
export function listed(tasks: Task[], mark: 'done' | 'nothing' = 'done'): string {
  const lines = tasks.map(({ title, completed, description }, at) => {
    const done = completed && mark === 'done' ? ' (done)' : '';
    const more = description === null ? '' : ` — ${firstOf(description)}`;
    return `${at + 1}. ${inQuotes(title)}${done}${more}`;
  });
  return lines.join('\n');
}

const LONGEST_DESCRIPTION = 120;

function firstOf(description: string): string {
  const line = description.replace(/\s+/gu, ' ').trim();
  return line.length > LONGEST_DESCRIPTION ? `${line.slice(0, LONGEST_DESCRIPTION).toWellFormed()}…` : line;
}

function enumerate(titles: string[]): string {
  return titles.length > 1 ? `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}` : (titles[0] ?? '');
}
