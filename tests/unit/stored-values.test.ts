import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readParts } from '../../server/src/domain/message-parts.ts';
import { findUnsafe, MAX_DEPTH } from '../../server/src/domain/safe-json.ts';
import { API_KEY_PREFIX, digestSecret, makeSecret } from '../../server/src/domain/secrets.ts';
import { cleanTitle } from '../../server/src/domain/title.ts';

const call = {
  type: 'tool-call',
  toolCallId: 'c1',
  tool: 'list_tasks',
  arguments: { status: 'open' },
  result: [],
  isError: false,
  durationMs: 12,
  approval: null,
};

test('A7: the parts of a message are read as they were written', () => {
  const parts = [{ type: 'text', text: 'Looking…' }, call, { type: 'text', text: 'Done.' }];
  expect(readParts({ text: 'Looking…Done.', parts, partsVersion: 2 })).toEqual(parts);
});

test('A7: parts that an older server wrote are brought up to the present version', () => {
  const { approval: _, ...older } = call;
  const text = { type: 'text', text: 'x' };
  expect(readParts({ text: 'x', parts: [text, older], partsVersion: 1 })).toEqual([text, call]);
});

test('A7: a message without parts is its text, and an empty one has none', () => {
  expect(readParts({ text: 'Hello', parts: null, partsVersion: 1 })).toEqual([
    { type: 'text', text: 'Hello' },
  ]);
  expect(readParts({ text: '', parts: null, partsVersion: 1 })).toEqual([]);
});

test.each([
  ['of a kind that is unknown', [{ type: 'hologram' }]],
  ['that are no list', { type: 'text', text: 'x' }],
  ['that are a word', 'x'],
  ['without their text', [{ type: 'text' }]],
  ['of a tool call that lacks its id', [{ ...call, toolCallId: undefined }]],
  ['of which one is bad', [{ type: 'text', text: 'x' }, null]],
])('A7: parts %s break nothing: the message shows its text', (_, parts) => {
  expect(readParts({ text: 'Hello', parts, partsVersion: 1 })).toEqual([{ type: 'text', text: 'Hello' }]);
});

test('A7: parts that a newer server wrote are not guessed at', () => {
  const parts = [{ type: 'text', text: 'x', emphasis: 'strong' }];
  expect(readParts({ text: 'Hello', parts, partsVersion: 3 })).toEqual([{ type: 'text', text: 'Hello' }]);
});

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

test.each([
  ['a text', 'Grüße, 世界 👩🏽‍🚀'],
  ['plain values', { a: [1, null, true, { b: 'c' }] }],
  ['as deep as may be', nested(MAX_DEPTH)],
  ['nothing', undefined],
  ['a field whose name only begins so', { constructors: 1, proto: 2 }],
])('A8, H4: %s is safe', (_, value) => {
  expect(findUnsafe(value)).toBeNull();
});

test.each<[string, unknown, string, RegExp]>([
  ['NUL', { a: { b: ['x', 'y\0'] } }, 'a.b.1', /NUL/],
  ['a lone high surrogate', { text: '\ud83d' }, 'text', /surrogate/],
  ['a lone low surrogate', ['\ude00'], '0', /surrogate/],
  ['NUL in a field name', { a: { 'b\0': 1 } }, 'a', /field name/],
  ['a field named __proto__', JSON.parse('{"__proto__": {"admin": true}}'), '', /__proto__/],
  ['a field named constructor, deep inside', { a: [{ constructor: 1 }] }, 'a.0', /constructor/],
])('A8, H4: %s is found, and where', (_, value, path, problem) => {
  expect(findUnsafe(value)).toEqual({ path, problem: expect.stringMatching(problem) });
});

test('H4: nesting is bounded, and any depth of it is looked at without a stack overflow', () => {
  expect(findUnsafe(nested(MAX_DEPTH + 1))?.problem).toMatch(/deeper than 64/);
  let deep: unknown = 'end';
  for (let level = 0; level < 200_000; level++) deep = [deep];
  expect(findUnsafe(deep)?.problem).toMatch(/deeper than 64/);
});

test('F2: a secret has 256 random bits behind its prefix, and its digest is what is kept', () => {
  const made = Array.from({ length: 100 }, () => makeSecret(API_KEY_PREFIX));
  expect(new Set(made.map(({ secret }) => secret)).size).toBe(100);
  for (const { secret, digest } of made) {
    expect(secret).toMatch(/^plk_[\w-]{43}$/);
    expect(Buffer.from(digest)).toEqual(createHash('sha256').update(secret).digest());
    expect(digestSecret(secret)).toEqual(digest);
  }
});

test.each([
  ['Why robots fall', 'Why robots fall'],
  ['  "Why robots fall."  ', 'Why robots fall'],
  ['# Title\nand an explanation', 'Title'],
  ['**Bold title**', 'Bold title'],
  ['«Почему роботы падают»', 'Почему роботы падают'],
  ['چرا ربات‌ها می‌افتند؟', 'چرا ربات‌ها می‌افتند؟'],
  ['What is 3.5 m?', 'What is 3.5 m?'],
])('A7: a title that came as %j is stored as %j', (text, title) => {
  expect(cleanTitle(text)).toBe(title);
});

test.each(['', ' \n ', '""', '...', '**'])('A7: of %j no title is left', (text) => {
  expect(cleanTitle(text)).toBeNull();
});

test('A7, A8: a long title ends in an ellipsis and is well-formed', () => {
  expect(cleanTitle('x'.repeat(80))).toBe('x'.repeat(80));
  expect(cleanTitle('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
  for (let length = 70; length < 90; length++) {
    const title = cleanTitle(`${'x'.repeat(length)}😀😀😀😀😀😀`) ?? '';
    expect(title.isWellFormed()).toBe(true);
    expect(title.length).toBeLessThanOrEqual(80);
  }
});
