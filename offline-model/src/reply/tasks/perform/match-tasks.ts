import { contentWords } from '../../../text/content-words.ts';
import { fold, words } from '../../../text/words.ts';
import type { Task } from './tool-outcome.ts';

/** The tasks that a name means: those called so, or else those that have its words, or else those whose words it has. */
export function matchTasks<Item extends Pick<Task, 'title'>>(name: string, tasks: Item[]): Item[] {
  const spoken = folded(name);
  const same = tasks.filter(({ title }) => folded(title) === spoken);
  if (same.length > 0) return same;
  const asked = keysOf(name);
  if (asked.length === 0) return [];
  const holding = tasks.filter(({ title }) => holdsAll(keysOf(title), asked));
  if (holding.length > 0) return holding;
  return tasks.filter(({ title }) => {
    const own = keysOf(title);
    return own.length > 0 && holdsAll(asked, own);
  });
}

function folded(text: string): string {
  return words(text)
    .map((word) => fold(word.folded))
    .join(' ');
}

function keysOf(text: string): string[] {
  const substance = contentWords(text, 'en');
  return (substance.length > 0 ? substance : words(text)).map(({ key }) => key);
}

function holdsAll(all: string[], some: string[]): boolean {
  return some.every((key) => all.includes(key));
}
