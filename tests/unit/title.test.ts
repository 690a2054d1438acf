import { expect, test } from 'vitest';
import { cleanTitle } from '../../server/src/domain/title.ts';

test.each([
  ['"Why robots fall."', 'Why robots fall'],
  ['  # Balance\nmore', 'Balance'],
  ['“سلام”', 'سلام'],
  ['""', null],
  ['', null],
  [`${'a'.repeat(78)}😀😀`, `${'a'.repeat(78)}…`],
])('A7: %j becomes the title %j', (text, title) => {
  expect(cleanTitle(text)).toBe(title);
});

test('A7: a model that answers a million quotes is read in one pass', () => {
  expect(cleanTitle(`a${'"'.repeat(1_000_000)}b`)).toMatch(/^a/);
});
