import type { Reference, TaskStatus } from '../task-command.ts';
import { ask, type Course } from './course.ts';
import { matchTasks } from './match-tasks.ts';
import type { Mentions } from './mentions.ts';
import { readTasks, type Task, type ToolOutcome } from './tool-outcome.ts';

/** Tasks that were found, or what is to be said instead. */
export type Found =
  | { tasks: Task[]; more: boolean }
  | { failure: string }
  | { none: string; all: Task[] }
  | { several: string; candidates: Task[] };

/** Those that a change is for: of several with one name, a task that is open is what "done" is said of. */
export type Preferred = Exclude<TaskStatus, 'all'> | null;

export const PAGE = 50;
const LONGEST_SEARCH = 200;

/** The tasks that a reference means. */
export function* findTasks(reference: Reference, prefer: Preferred, mentions: Mentions): Course<Found> {
  switch (reference.by) {
    case 'status':
      return readPage(yield* ask('list_tasks', { status: reference.status, limit: PAGE }));
    case 'age':
      return yield* byAge(reference);
    case 'place':
      return yield* byPlace(reference, mentions);
    case 'context':
      return yield* byContext(reference, prefer, mentions);
    case 'name':
      return yield* byName(reference.said, prefer);
  }
}

export function* allTasks(): Course<Exclude<Found, { none: string } | { several: string }>> {
  return readPage(yield* ask('list_tasks', { limit: PAGE }));
}

function readPage(outcome: ToolOutcome): { tasks: Task[]; more: boolean } | { failure: string } {
  if ('failure' in outcome) return outcome;
  const tasks = readTasks(outcome);
  if (tasks === undefined) return { failure: 'The answer of the tool could not be read.' };
  return { tasks, more: typeof outcome.value['next_cursor'] === 'string' };
}

function* byAge({ said, order }: Extract<Reference, { by: 'age' }>): Course<Found> {
  const found = readPage(yield* ask('list_tasks', { order, limit: 1 }));
  return 'tasks' in found && found.tasks.length === 0 ? { none: said, all: [] } : found;
}

function* byPlace(
  { said, place }: Extract<Reference, { by: 'place' }>,
  { listed, added }: Mentions,
): Course<Found> {
  const found = yield* allTasks();
  if (!('tasks' in found)) return found;
  const { tasks } = found;
  const shown = place < 0 && added.length > 0 ? added : listed;
  const title = shown.at(place < 0 ? place : place - 1);
  const named =
    title === undefined ? undefined : nthOfTitle(title, shown.slice(0, place < 0 ? undefined : place), tasks);
  const task = named ?? (shown.length === 0 ? tasks[place < 0 ? 0 : place - 1] : undefined);
  return task ? { tasks: [task], more: false } : { none: said, all: tasks };
}

/** Where a list shows a title more than once, the same one of them. */
function nthOfTitle(title: string, until: string[], tasks: Task[]): Task | undefined {
  const nth = until.filter((other) => other === title).length;
  const same = matchTasks(title, tasks);
  return same[nth - 1] ?? same[0];
}

function* byContext(
  { said, many }: Extract<Reference, { by: 'context' }>,
  prefer: Preferred,
  { groups }: Mentions,
): Course<Found> {
  const found = yield* allTasks();
  if (!('tasks' in found)) return found;
  for (const group of groups) {
    const meant = new Set(group.flatMap((title) => matchTasks(title, found.tasks)));
    if (meant.size === 0) continue;
    const tasks = found.tasks.filter((task) => meant.has(task));
    return many ? { tasks, more: false } : narrow(said, tasks, prefer);
  }
  if (found.tasks.length === 0) return { none: said, all: [] };
  return found.tasks.length === 1 ? found : { several: said, candidates: found.tasks };
}

function* byName(name: string, prefer: Preferred): Course<Found> {
  if (name.length <= LONGEST_SEARCH) {
    const searched = readPage(yield* ask('list_tasks', { search: name, limit: PAGE }));
    if (!('tasks' in searched)) return searched;
    const matches = matchTasks(name, searched.tasks);
    if (matches.length > 0) return narrow(name, matches, prefer);
  }
  const found = yield* allTasks();
  if (!('tasks' in found)) return found;
  const parts = name.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu).map((part) => matchTasks(part, found.tasks));
  const single = parts.flatMap((part) => (part.length === 1 ? part : []));
  const isSeveral = parts.length > 1 && single.length === parts.length;
  if (isSeveral) return { tasks: [...new Set(single)], more: false };
  const matches = matchTasks(name, found.tasks);
  return matches.length > 0 ? narrow(name, matches, prefer) : { none: name, all: found.tasks };
}

function narrow(said: string, matches: Task[], prefer: Preferred): Found {
  const preferred = matches.filter(
    ({ completed }) => prefer !== null && completed === (prefer === 'completed'),
  );
  const meant = preferred.length > 0 ? preferred : matches;
  return meant.length === 1 ? { tasks: meant, more: false } : { several: said, candidates: meant };
}
