import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { measured, open, partly, requirements } from '../requirements.ts';

const tests = resolve(import.meta.dirname, '..');

/** The ids that stand at the beginning of a test's name, such as 'A2, F3: …'. */
function citedIds(): Set<string> {
  const ids = new Set<string>();
  for (const file of globSync('**/*.test.{ts,tsx}', { cwd: tests, exclude: ['**/node_modules/**'] })) {
    const text = readFileSync(resolve(tests, file), 'utf8');
    for (const [, list = ''] of text.matchAll(/['"`]((?:[A-H]\d+(?:, )?)+): /g)) {
      for (const id of list.split(', ')) ids.add(id);
    }
  }
  return ids;
}

test('H1: every requirement that is built has a test, and every id that a test cites exists', () => {
  const cited = citedIds();
  const known = new Set<string>(Object.keys(requirements));
  expect([...cited].filter((id) => !known.has(id))).toEqual([]);
  const excused = new Set<string>([...open, ...measured]);
  expect([...known].filter((id) => !cited.has(id) && !excused.has(id))).toEqual([]);
  expect(open.filter((id) => cited.has(id))).toEqual([]);
  expect(Object.keys(partly).filter((id) => !cited.has(id))).toEqual([]);
});
