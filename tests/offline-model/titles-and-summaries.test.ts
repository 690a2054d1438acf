import { expect, test } from 'vitest';
import { startOffline } from './offline-client.ts';

test.each([
  ['What is the capital of France?', 'Capital of France'],
  ['Can you please help me plan a two week trip through northern Italy by train?', 'Help me plan a two week'],
  ['Hello', 'Hello'],
  ['Wie backe ich ein gutes "Sauerteigbrot"?', 'Backe ich ein gutes Sauerteigbrot'],
  ['فرانس کا دارالحکومت کیا ہے؟', 'فرانس کا دارالحکومت'],
  ['法国的首都是哪里？', '法国的首都'],
  ['???', 'Conversation'],
])('A7: the title of %s is %s', async (message, title) => {
  const { ask } = await startOffline();
  const answer = await ask(message, 'Write a title of at most six words for this conversation.');
  expect(answer).toBe(title);
});

test('A7: a title is taken from the first user message', async () => {
  const { client } = await startOffline();
  const response = await client.responses.create({
    model: 'm',
    instructions: 'Write a title',
    input: [
      { role: 'user', content: 'Tell me about solar panels.' },
      { role: 'assistant', content: 'Solar panels turn light into current.' },
      { role: 'user', content: 'And wind?' },
    ],
  });
  expect(response.output_text).toBe('Solar panels');
});

test('A7: a summary is the first sentences of the last messages, in about a hundred words', async () => {
  const { client } = await startOffline();
  const messages = Array.from({ length: 40 }, (_, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: `Message ${index} is about robots. It has more to say.`,
  }));
  const completion = await client.chat.completions.create({
    model: 'm',
    messages: [{ role: 'system', content: 'Summarise the conversation so far.' }, ...messages],
  });
  const lines = (completion.choices[0]?.message.content ?? '').split('\n');
  expect(lines).toHaveLength(20);
  expect(lines[0]).toBe('Message 20 is about robots.');
  expect(lines.at(-1)).toBe('Message 39 is about robots.');
});

test('A7: a transcript in one message is summarised line by line', async () => {
  const { ask } = await startOffline();
  const transcript = 'User: My name is Sara. I study robotics.\nAssistant: Welcome! How can I help?';
  expect(await ask(transcript, 'Summarise this.')).toBe('User: My name is Sara.\nAssistant: Welcome!');
});
