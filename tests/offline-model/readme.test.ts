import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { example } from './readme-example.ts';

test('C9: the example in the README is this one, and it runs', async () => {
  const root = new URL('../../', import.meta.url);
  const readme = await readFile(new URL('offline-model/README.md', root), 'utf8');
  const source = await readFile(new URL('tests/offline-model/readme-example.ts', root), 'utf8');
  expect(readme).toContain(source);
  expect(await example()).toEqual(['Half of ', 'TypeError: terminated', '2 requests']);
});
