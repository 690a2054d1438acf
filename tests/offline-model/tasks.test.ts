import { expect, test } from 'vitest';
import { openDesk } from './task-desk.ts';

interface Case {
  /** Titles, the newest first; ✓ marks what is done. */
  before?: string[];
  say: string | string[];
  after: string[];
  answers: string;
}

const cases: Case[] = [
  {
    say: 'Add buy groceries to my list',
    after: ['buy groceries'],
    answers: 'Added “buy groceries” to your list.',
  },
  { say: 'remind me to call mum', after: ['call mum'], answers: 'Added “call mum” to your list.' },
  {
    say: 'add a task to finish the report',
    after: ['finish the report'],
    answers: 'Added “finish the report” to your list.',
  },
  {
    say: 'I need to buy milk and bread',
    after: ['buy milk and bread'],
    answers: 'Added “buy milk and bread” to your list.',
  },
  {
    say: 'I have to buy milk and call mum',
    after: ['call mum', 'buy milk'],
    answers: 'Added “buy milk” and “call mum” to your list.',
  },
  {
    say: 'Please add milk, eggs and bread to my shopping list. Thanks!',
    after: ['bread', 'eggs', 'milk'],
    answers: 'Added “milk”, “eggs” and “bread” to your list.',
  },
  {
    say: 'Add these to my list:\n- buy milk\n- fix the bike, soon\n- call Dr. Imani',
    after: ['call Dr. Imani', 'fix the bike, soon', 'buy milk'],
    answers: 'Added “buy milk”, “fix the bike, soon” and “call Dr. Imani” to your list.',
  },
  {
    say: 'Put "delete the old photos, and mark them as done" on my list',
    after: ['delete the old photos, and mark them as done'],
    answers: 'Added “delete the old photos, and mark them as done” to your list.',
  },
  {
    say: 'Create a task buy milk, then add water the plants as a task',
    after: ['water the plants', 'buy milk'],
    answers: 'Added “buy milk” and “water the plants” to your list.',
  },
  {
    before: ['call mum', 'buy milk'],
    say: ['show my tasks', 'update task 2: buy oat milk', 'mark them all as done'],
    after: ['call mum', 'buy oat milk ✓'],
    answers: 'Marked “buy oat milk” as done.',
  },
  { say: 'Add a task', after: [], answers: 'What is the task?' },
  {
    before: ['call mum', 'buy milk ✓'],
    say: 'show me my tasks',
    after: ['call mum', 'buy milk ✓'],
    answers: 'Your list has 2 tasks:\n1. “call mum”\n2. “buy milk” (done)',
  },
  { say: "what's on my list?", after: [], answers: 'Your list is empty.' },
  {
    before: ['call mum', 'buy milk ✓'],
    say: 'What’s left?',
    after: ['call mum', 'buy milk ✓'],
    answers: '1 task is left to do:\n1. “call mum”',
  },
  {
    before: ['call mum', 'buy milk ✓'],
    say: 'show completed tasks',
    after: ['call mum', 'buy milk ✓'],
    answers: '1 task is done:\n1. “buy milk”',
  },
  {
    before: ['call mum', 'buy milk'],
    say: 'find tasks about milk',
    after: ['call mum', 'buy milk'],
    answers: '1 task with “milk”:\n1. “buy milk”',
  },
  {
    before: ['call mum', 'buy groceries'],
    say: 'mark buy groceries as done',
    after: ['call mum', 'buy groceries ✓'],
    answers: 'Marked “buy groceries” as done.',
  },
  {
    before: ['call mum', 'finish the report'],
    say: 'I finished the report',
    after: ['call mum', 'finish the report ✓'],
    answers: 'Marked “finish the report” as done.',
  },
  {
    before: ['call mum', 'buy groceries'],
    say: 'mark task 2 as done',
    after: ['call mum', 'buy groceries ✓'],
    answers: 'Marked “buy groceries” as done.',
  },
  {
    before: ['call mum', 'buy groceries'],
    say: 'mark call mum and buying groceries as done',
    after: ['call mum ✓', 'buy groceries ✓'],
    answers: 'Marked “call mum” and “buy groceries” as done.',
  },
  {
    before: ['call mum', 'buy milk ✓'],
    say: 'check off buy milk',
    after: ['call mum', 'buy milk ✓'],
    answers: '“buy milk” is already done.',
  },
  {
    before: ['call mum', 'buy milk ✓'],
    say: 'mark everything as done',
    after: ['call mum ✓', 'buy milk ✓'],
    answers: 'Marked “call mum” as done.',
  },
  {
    before: ['buy milk ✓'],
    say: 'mark the milk as not done',
    after: ['buy milk'],
    answers: 'Marked “buy milk” as not done.',
  },
  {
    before: ['call mum', 'buy milk'],
    say: 'rename buy milk to buy oat milk',
    after: ['call mum', 'buy oat milk'],
    answers: 'Renamed “buy milk” to “buy oat milk”.',
  },
  {
    before: ['reply', 'reply to Bo'],
    say: 'change reply to Bo to reply to Al',
    after: ['reply', 'reply to Al'],
    answers: 'Renamed “reply to Bo” to “reply to Al”.',
  },
  {
    before: ['call mum', 'buy groceries'],
    say: 'delete buy groceries',
    after: ['call mum'],
    answers: 'Deleted “buy groceries”.',
  },
  {
    before: ['call mum', 'buy milk ✓', 'water the plants ✓'],
    say: 'delete all completed tasks',
    after: ['call mum'],
    answers: 'Deleted “buy milk” and “water the plants”.',
  },
  {
    before: ['call mum'],
    say: 'delete all completed tasks',
    after: ['call mum'],
    answers: 'No task is done.',
  },
  {
    before: ['finish the report'],
    say: 'Add buy milk and call mum to my list, then mark the report as done',
    after: ['call mum', 'buy milk', 'finish the report ✓'],
    answers: 'Added “buy milk” and “call mum” to your list. Marked “finish the report” as done.',
  },
  {
    say: 'Add buy milk to my list, mark it as done and show me my list.',
    after: ['buy milk ✓'],
    answers: 'Marked “buy milk” as done.\n\nYour list has 1 task:\n1. “buy milk” (done)',
  },
  {
    before: ['call mum'],
    say: 'mark the dentist as done',
    after: ['call mum'],
    answers: 'I found no task “dentist”. Your tasks:\n1. “call mum”',
  },
  {
    before: ['call mum'],
    say: 'mark task 7 as done',
    after: ['call mum'],
    answers: 'I found no task “task 7”.',
  },
  {
    before: ['buy oat milk', 'buy milk powder'],
    say: 'mark the milk as done',
    after: ['buy oat milk', 'buy milk powder'],
    answers: 'Which one do you mean by “milk”?\n1. “buy oat milk”\n2. “buy milk powder”',
  },
  {
    before: ['buy milk', 'buy milk powder'],
    say: 'mark buy milk as done',
    after: ['buy milk ✓', 'buy milk powder'],
    answers: 'Marked “buy milk” as done.',
  },
];

/** What is meant is told by what was said before. */
const conversations: Case[] = [
  {
    say: ['Add buy groceries to my list', 'mark it as done'],
    after: ['buy groceries ✓'],
    answers: 'Marked “buy groceries” as done.',
  },
  {
    say: ['Add buy milk to my list', 'What is the capital of France?', 'rename it to buy oat milk'],
    after: ['buy oat milk'],
    answers: 'Renamed “buy milk” to “buy oat milk”.',
  },
  {
    before: ['water the plants'],
    say: ['Add buy milk and call mum to my list', 'delete both'],
    after: ['water the plants'],
    answers: 'Deleted “call mum” and “buy milk”.',
  },
  {
    before: ['call mum', 'buy milk', 'fix the bike'],
    say: ['show me my tasks', 'I finished the second one', 'delete the first one', 'remove the last one'],
    after: ['buy milk ✓'],
    answers: 'Deleted “fix the bike”.',
  },
  {
    say: ['Add call mum to my list', 'Add buy milk to my list', 'remove the last one'],
    after: ['call mum'],
    answers: 'Deleted “buy milk”.',
  },
  {
    before: ['call mum'],
    say: ['show me my tasks', 'Add buy milk to my list', 'remove the last one'],
    after: ['call mum'],
    answers: 'Deleted “buy milk”.',
  },
  {
    before: ['buy oat milk', 'buy milk powder'],
    say: ['mark the milk as done', 'the second one'],
    after: ['buy oat milk', 'buy milk powder ✓'],
    answers: 'Marked “buy milk powder” as done.',
  },
  {
    before: ['buy oat milk', 'buy milk powder'],
    say: ['rename milk to buy tea', 'the oat milk'],
    after: ['buy tea', 'buy milk powder'],
    answers: 'Renamed “buy oat milk” to “buy tea”.',
  },
  {
    before: ['call mum', 'buy milk', 'buy milk'],
    say: ['delete buy milk', '2'],
    after: ['call mum', 'buy milk'],
    answers: 'Deleted “buy milk”.',
  },
  {
    before: ['call mum', 'buy milk'],
    say: ['Hello', 'mark it as done'],
    after: ['call mum', 'buy milk'],
    answers: 'Which one do you mean by “it”?\n1. “call mum”\n2. “buy milk”',
  },
];

test.each([...cases, ...conversations])(
  'C9, D1: $say → $answers',
  async ({ before = [], say, after, answers }) => {
    const desk = await openDesk(before);
    let last = '';
    for (const sentence of [say].flat()) last = await desk.say(sentence);
    expect(last).toContain(answers);
    expect(desk.list.shown).toEqual(after);
  },
);

test.each([
  { api: 'chat', stream: true },
  { api: 'responses', stream: false },
  { api: 'responses', stream: true },
] as const)('C9, D1: the same over %j', async (options) => {
  const desk = await openDesk(['finish the report'], options);
  const answer = await desk.say('Add buy milk and call mum to my list, then mark the report as done');
  expect(answer).toBe('Added “buy milk” and “call mum” to your list. Marked “finish the report” as done.');
  expect(desk.list.calls).toEqual([
    { tool: 'create_task', arguments: { title: 'buy milk' } },
    { tool: 'create_task', arguments: { title: 'call mum' } },
    { tool: 'list_tasks', arguments: { search: 'report', limit: 50 } },
    { tool: 'complete_task', arguments: { id: 'id-1' } },
  ]);
});

test.each([
  ['show completed tasks', [{ tool: 'list_tasks', arguments: { status: 'completed' } }]],
  [
    'create a task: water the plants; details: the ones upstairs',
    [{ tool: 'create_task', arguments: { title: 'water the plants', description: 'the ones upstairs' } }],
  ],
  [
    'update the description of call mum to: ask about Sunday',
    [
      { tool: 'list_tasks', arguments: { search: 'call mum', limit: 50 } },
      { tool: 'update_task', arguments: { id: 'id-1', description: 'ask about Sunday' } },
    ],
  ],
  [
    'show me the details of task 1',
    [
      { tool: 'list_tasks', arguments: { limit: 50 } },
      { tool: 'get_task', arguments: { id: 'id-1' } },
    ],
  ],
])('C9, D1: %s calls the tools with these arguments', async (sentence, calls) => {
  const desk = await openDesk(['call mum']);
  await desk.say(sentence);
  expect(desk.list.calls).toEqual(calls);
});
