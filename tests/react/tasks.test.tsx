import './dom.ts';

import {
  useChat,
  useCompleteTask,
  useCreateTask,
  useDeleteTask,
  useTasks,
  useUpdateTask,
} from '@parlance/client-sdk/react';
import { expect, test } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { elsewhere, eventually, gated, lateAnswer, person, serverOfFile, show } from './support.tsx';

/** Called in place of the tool, in the name of whom a test says. */
let onCreateTask = async (_title: string): Promise<void> => {};
const createTask: AgentTool = {
  name: 'create_task',
  description: 'Puts a task on the list.',
  parameters: { type: 'object', properties: { title: { type: 'string' } } },
  idempotent: false,
  needsApproval: false,
  execute: async (args) => {
    const { title } = args as { title: string };
    await onCreateTask(title);
    return { value: { title }, isError: false };
  },
};
const server = serverOfFile({ overrides: { tools: [createTask] } });

const useAll = (botId: string | null = null) => ({
  open: useTasks({ status: 'open' }),
  completed: useTasks({ status: 'completed' }),
  found: useTasks({ search: 'milk' }),
  create: useCreateTask(),
  update: useUpdateTask(),
  complete: useCompleteTask(),
  remove: useDeleteTask(),
  chat: useChat({ botId }),
});

type Hooks = ReturnType<typeof useAll>;
const titles = ({ open, completed, found }: Hooks) =>
  [open, completed, found].map(({ tasks }) => tasks.map(({ title }) => title));
const loaded = ({ open, completed, found }: Hooks) =>
  [open, completed, found].every(({ status }) => status === 'success');

/** Somebody with two tasks, and all the hooks about them. */
async function withTasks(options: Parameters<typeof person>[1] = {}) {
  const someone = await person(server().url, options);
  for (const title of ['Buy milk', 'Call Omar']) await someone.parlance.task.create.mutate({ title });
  const { result } = show(someone.parlance, () => useAll());
  const hooks = () => result.current;
  await eventually(() => titles(hooks())).toEqual([['Call Omar', 'Buy milk'], [], ['Buy milk']]);
  const idOf = (title: string) => hooks().open.tasks.find((task) => task.title === title)?.id ?? '';
  return { ...someone, hooks, idOf };
}

test('G1, D2: a new task is on each list that it belongs to', async () => {
  const { hooks } = await withTasks();
  hooks().create.mutate({ title: 'More milk' });
  await eventually(() => titles(hooks())).toEqual([
    ['More milk', 'Call Omar', 'Buy milk'],
    [],
    ['More milk', 'Buy milk'],
  ]);
  expect(hooks().create.data).toMatchObject({ title: 'More milk', completed: false });
});

test('G1, D2: a task that is new before the list is there for the first time is on it', async () => {
  const late = lateAnswer('task.list');
  const { parlance } = await person(server().url, { fetch: late.fetch });
  const { result } = show(parlance, () => ({ list: useTasks(), create: useCreateTask() }));
  await late.answered;
  await result.current.create.mutateAsync({ title: 'Buy milk' });
  late.letGo();
  await eventually(() => result.current.list.tasks.map(({ title }) => title)).toEqual(['Buy milk']);
});

test('G1, D2: a task is ticked at once, and then goes to those that are done; a refusal unticks it', async () => {
  const gate = gated('task.complete');
  const { hooks, idOf } = await withTasks({ fetch: gate.fetch });
  const ticked = () => hooks().open.tasks.map(({ completed }) => completed);
  hooks().complete.mutate({ taskId: idOf('Call Omar') });
  await eventually(ticked).toEqual([true, false]);
  await gate.refuse();
  await eventually(ticked).toEqual([false, false]);
  expect(hooks().complete.error).toMatchObject({ code: 'internal' });
  hooks().complete.mutate({ taskId: idOf('Call Omar') });
  await gate.let();
  await eventually(() => titles(hooks())).toEqual([['Buy milk'], ['Call Omar'], ['Buy milk']]);
});

test('G1, D2: changes show at once and are sent one after the other', async () => {
  const gate = gated('task.update');
  const { hooks, idOf, parlance } = await withTasks({ fetch: gate.fetch });
  const taskId = idOf('Buy milk');
  hooks().update.mutate({ taskId, title: 'Buy oat milk' });
  hooks().update.mutate({ taskId, completed: true });
  await eventually(() => hooks().found.tasks).toMatchObject([{ title: 'Buy oat milk', completed: true }]);
  await gate.let();
  await gate.let();
  await eventually(() => titles(hooks())).toEqual([['Call Omar'], ['Buy oat milk'], ['Buy oat milk']]);
  expect(await parlance.task.get.query({ taskId })).toMatchObject({ title: 'Buy oat milk', completed: true });
});

test('G1, D2: of what is done and undone quickly, the last shows', async () => {
  const gate = gated('task.complete');
  const { hooks, idOf } = await withTasks({ fetch: gate.fetch });
  const taskId = idOf('Buy milk');
  hooks().complete.mutate({ taskId });
  await eventually(() => hooks().found.tasks[0]?.completed).toBe(true);
  hooks().update.mutate({ taskId, completed: false });
  await eventually(() => hooks().found.tasks[0]?.completed).toBe(false);
  await gate.let();
  await eventually(() => hooks().update.status).toBe('success');
  expect(hooks().found.tasks[0]?.completed).toBe(false);
});

test('G1, D2: a deleted task is gone at once, and comes back when that is refused', async () => {
  const gate = gated('task.delete');
  const { hooks, idOf } = await withTasks({ fetch: gate.fetch });
  const taskId = idOf('Buy milk');
  hooks().remove.mutate({ taskId });
  await eventually(() => titles(hooks())).toEqual([['Call Omar'], [], []]);
  await gate.refuse();
  await eventually(() => titles(hooks())).toEqual([['Call Omar', 'Buy milk'], [], ['Buy milk']]);
  hooks().remove.mutate({ taskId });
  await gate.let();
  await eventually(() => hooks().remove.status).toBe('success');
  expect(titles(hooks())).toEqual([['Call Omar'], [], []]);
});

test('G1, D2: long lists are loaded page by page, in the order that is asked for', async () => {
  const { parlance } = await person(server().url);
  for (const title of ['B', 'C', 'A']) await parlance.task.create.mutate({ title });
  const { result } = show(parlance, () => useTasks({ order: 'title', pageSize: 2 }));
  const listed = () => result.current.tasks.map(({ title }) => title);
  await eventually(listed).toEqual(['A', 'B']);
  expect(result.current.hasMore).toBe(true);
  result.current.loadMore();
  await eventually(listed).toEqual(['A', 'B', 'C']);
  expect(result.current).toMatchObject({ hasMore: false, isLoadingMore: false, error: null });
});

test('G1, D1: a tool of an answer changes a task: the lists of every tab have it', async () => {
  const someone = await person(server().url);
  const other = await elsewhere(server().url, someone);
  onCreateTask = async (title) => void (await someone.parlance.task.create.mutate({ title }));
  const { id } = await someone.parlance.bot.create.mutate({
    name: 'Lister',
    config: { instructions: 'Keep a list.' },
  });
  const here = show(someone.parlance, () => useAll(id)).result;
  const there = show(other.parlance, () => useAll()).result;
  await eventually(() => [here, there].every(({ current }) => loaded(current))).toBe(true);
  const held = Promise.withResolvers<void>();
  server().model.script([
    { toolCalls: [{ name: 'create_task', arguments: { title: 'Buy groceries' } }] },
    { text: 'It is on your list.', hold: held.promise },
  ]);
  here.current.chat.send({ message: 'Add buy groceries to my list' });
  for (const tab of [here, there]) {
    await eventually(() => titles(tab.current)[0]).toEqual(['Buy groceries']);
  }
  expect(here.current.chat.status).toBe('streaming');
  held.resolve();
  await eventually(() => here.current.chat.status).toBe('ready');
});

test('G1, F3: nobody in particular has no tasks, and is not asked for any', async () => {
  const someone = await person(server().url);
  await someone.parlance.signOut();
  const { result } = show(someone.parlance, () => useTasks());
  await eventually(() => result.current.status).toBe('success');
  expect(result.current.tasks).toEqual([]);
  expect(someone.count('task.list')).toBe(0);
});
