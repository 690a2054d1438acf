import { expect, test } from 'vitest';
import { openDesk } from './task-desk.ts';

test.each([
  'What is a task planner in robotics?',
  'How do I add a sensor?',
  'Show me how inverse kinematics works',
  'Can you add a sensor to a robot?',
  'Can you list the tasks of a robot planner?',
  'What are the main tasks of a controller?',
  'Which tasks are solved by SLAM?',
  'What tasks can humanoid robots do?',
  'What should I do?',
  'What is this about?',
  'What is left of the robot?',
  'What is done in the perception task?',
  'Remind me what torque is',
  'Remind me of the difference between PID and LQR',
  'Complete the sentence: robots are',
  'What happens if I delete all tasks?',
  'Tell me when it is done',
  'Explain the task of localization',
  'Add 2 and 3',
  'Remove the noise from my sensor data',
  'Delete a node from a linked list',
  'I need to understand inverse kinematics',
  'I want to know how robots work',
  'List three sensors',
  'Show me an example of a PID controller',
  'Is my robot done?',
  'My name is Sara',
  'Describe the arm as a kinematic chain',
])('C9: %s is no task sentence: no tool is called', async (sentence) => {
  const desk = await openDesk(['call mum']);
  const answer = await desk.say(sentence);
  expect(desk.list.calls).toEqual([]);
  expect(answer).toContain('built-in offline model');
});

test.each([
  [
    'Add buy milk to my list',
    { create_task: 'Sign in to keep tasks' },
    'was not added: Sign in to keep tasks.',
  ],
  ['show me my tasks', { list_tasks: 'Sign in to keep tasks' }, 'could not be read: Sign in to keep tasks.'],
  ['delete call mum', { list_tasks: 'The tool failed.' }, 'could not be read: The tool failed.'],
  [
    'delete call mum',
    { delete_task: 'The user did not allow this call.' },
    '“call mum” was not deleted: you did not allow it.',
  ],
  [
    'mark call mum and water the plants as done',
    { complete_task: 'Nobody allowed this call in time.' },
    '“call mum” and “water the plants” were not marked as done: nobody allowed it in time.',
  ],
  [
    'delete call mum',
    {
      delete_task: 'The server stopped while it carried this call out. It may or may not have taken effect.',
    },
    '“call mum” may or may not have been deleted: The server stopped',
  ],
])('C6, C9: %s with %j says so', async (sentence, refusals, said) => {
  const desk = await openDesk(['call mum', 'water the plants'], { refusals });
  expect(await desk.say(sentence)).toContain(said);
  expect(desk.list.shown).toEqual(['call mum', 'water the plants']);
});

test.each([
  ['Add buy groceries to my list', [], 'I cannot add tasks here: I was given no tool for it.'],
  ['delete call mum from my list', ['list_tasks'], 'I cannot delete tasks here: I was given no tool for it.'],
  ['I need to buy milk', [], 'I have read that: “I need to buy milk”'],
])('C9: %s with the tools %j is not said to be done', async (sentence, tools, said) => {
  const desk = await openDesk(['call mum'], { tools });
  expect(await desk.say(sentence)).toContain(said);
  expect(desk.list.calls).toEqual([]);
});

test('C9: when no more tools may be called it says that it is not through', async () => {
  const desk = await openDesk(['call mum'], { body: { tool_choice: 'none' } });
  expect(await desk.say('delete call mum')).toContain('I did not get to the rest');
  expect(desk.list.calls).toEqual([]);
});

test('C9: one call at a time where the caller wants that', async () => {
  const desk = await openDesk([], { body: { parallel_tool_calls: false } });
  expect(await desk.say('Add buy milk and call mum to my list')).toBe(
    'Added “buy milk” and “call mum” to your list.',
  );
});

test('C9: a question beside a task sentence is not passed over in silence', async () => {
  const desk = await openDesk([]);
  expect(await desk.say('Add buy milk to my list. What is torque?')).toBe(
    'Added “buy milk” to your list.\n\nI cannot answer “What is torque?”',
  );
});

test.each(['Hello', 'What can you do?', 'Hallo', '你好'])(
  'C9: %s is answered with the tasks it can keep, where it has the tools',
  async (greeting) => {
    const having = await openDesk([]);
    const lacking = await openDesk([], { tools: [] });
    expect(await having.say(greeting)).toContain('“Add buy groceries to my list”');
    expect(await lacking.say(greeting)).not.toContain('groceries');
    expect(await having.say('mark it as done')).toContain('I found no task');
  },
);

test('A4, C9: selected text is answered from, unless the message can only mean tasks', async () => {
  const selected = '<selected_text>\nThe arm has six joints. I finished it.\n</selected_text>\n\n';
  const desk = await openDesk(['finish the arm']);
  expect(await desk.say(`${selected}I finished the arm`)).toContain('The selected text says:');
  expect(await desk.say(`${selected}Add read about joints to my list`)).toContain('Added');
  expect(desk.list.shown).toEqual(['read about joints', 'finish the arm']);
});

test('C9: a long or hostile message costs no more than its length', async () => {
  const desk = await openDesk([]);
  await desk.say(`${'add a and '.repeat(390)} to my list`);
  await desk.say(`Add ${'x, then '.repeat(20_000)}`);
  await desk.say(`mark ${'“'.repeat(3_000)} as done`);
  await desk.say('add \uE0005\uE001 to my list');
  expect(desk.list.shown.every((title) => title.length <= 200)).toBe(true);
});
