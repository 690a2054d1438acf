import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { accepted, acceptedFile, apiSurface } from './api-surface.ts';
import { entries } from './entries.ts';

test.each(entries())('G1: what $specifier exports is what was accepted', async (entry) => {
  const hint = `What ${entry.specifier} exports has changed. If that is meant: npm run api, and npm run changeset`;
  expect(await apiSurface(entry), hint).toBe(await accepted(entry));
});

test('G1: nothing is kept of an entry that is gone', async () => {
  const [first] = entries();
  if (first === undefined) throw new Error('The package has no entry');
  const files = await readdir(dirname(acceptedFile(first)));
  expect(files.sort()).toEqual(
    entries()
      .map((entry) => basename(acceptedFile(entry)))
      .sort(),
  );
});
