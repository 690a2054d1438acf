import { expect, test } from 'vitest';
import { type ContextMessage, fitContext } from '../../server/src/domain/context-window.ts';
import { estimateTokens, lengthWithin } from '../../server/src/domain/tokens.ts';

/** Messages from lines such as 'user: text'. */
const said = (...lines: string[]): ContextMessage[] =>
  lines.map((line) => {
    const [role, text = ''] = line.split(': ');
    return { role: role === 'user' ? 'user' : 'assistant', text };
  });

test('A7: all is kept when it fits', () => {
  const messages = said('user: a', 'assistant: b', 'user: c');
  expect(fitContext(messages, 3)).toEqual(messages);
});

test('A7: the newest messages are kept, and a question always begins', () => {
  const messages = said('user: aaaa', 'assistant: bbbb', 'user: cccc', 'assistant: dddd', 'user: eeee');
  expect(fitContext(messages, 5)).toEqual(messages);
  expect(fitContext(messages, 4)).toEqual(messages.slice(2));
  expect(fitContext(messages, 3)).toEqual(messages.slice(2));
  expect(fitContext(messages, 2)).toEqual(messages.slice(4));
  expect(fitContext(messages, 1)).toEqual(messages.slice(4));
});

test('A7: the message to answer stays, whatever its size', () => {
  const messages = said('user: a', 'assistant: b', `user: ${'x'.repeat(1_000)}`);
  expect(fitContext(messages, 10)).toEqual(messages.slice(2));
});

test('A7: an older message that does not fit ends the context: none before it is let in', () => {
  const messages = said('user: a', 'assistant: b', `user: ${'x'.repeat(400)}`, 'assistant: d', 'user: e');
  expect(fitContext(messages, 10)).toEqual(messages.slice(4));
});

test('A7: answers that never came are left out, and the questions around them joined', () => {
  const messages = said(
    'user: a',
    'assistant: ',
    'user: b',
    'assistant: c',
    'user: d',
    'assistant: ',
    'user: e',
  );
  expect(fitContext(messages, 100)).toEqual(said('user: a\n\nb', 'assistant: c', 'user: d\n\ne'));
});

test('A7: nothing comes of nothing', () => {
  expect(fitContext([], 100)).toEqual([]);
  expect(fitContext(said('assistant: '), 100)).toEqual([]);
  expect(fitContext(said('assistant: alone'), 100)).toEqual([]);
});

test('A7: nothing that is handed in is changed', () => {
  const messages = said('user: a', 'user: b', 'user: c').map((message) => Object.freeze(message));
  expect(fitContext(Object.freeze(messages), 100)).toEqual(said('user: a\n\nb\n\nc'));
});

test.each([
  ['', 0],
  ['a', 1],
  ['abcd', 1],
  ['abcde', 2],
  ['робот', 3],
  ['机器人', 3],
  ['😀', 2],
])('A7: the tokens of %j are estimated at %i', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

test('A7: the start of a text that fits a budget fits it, and one more character would not', () => {
  const text = 'robot робот 机器人 😀 '.repeat(20);
  for (let tokens = 0; tokens <= estimateTokens(text); tokens++) {
    const length = lengthWithin(text, tokens);
    expect(estimateTokens(text.slice(0, length))).toBeLessThanOrEqual(tokens);
    if (length < text.length) expect(estimateTokens(text.slice(0, length + 1))).toBeGreaterThan(tokens);
  }
  expect(lengthWithin(text, estimateTokens(text))).toBe(text.length);
});
