import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { bundle } from './bundle.ts';
import { entries } from './entries.ts';

const consumer = inject('consumer');

/** What the README says of the whole client, in kB. */
async function stated(): Promise<number> {
  const readme = await readFile(join(consumer.installed, 'README.md'), 'utf8');
  return Number(/with all that it imports, ([\d.]+) kB/.exec(readme)?.[1]);
}

test('G1: the client with all that it imports is as large as the README says', async () => {
  const { gzipped, packages } = await bundle(
    consumer,
    `import * as sdk from '@parlance/client-sdk'; globalThis.sdk = sdk;`,
  );
  expect(packages).toEqual(expect.arrayContaining(['@parlance/client-sdk', '@trpc/client', 'superjson']));
  expect(packages).not.toContain('zod');
  expect(Math.abs(gzipped / 1000 - (await stated()))).toBeLessThan(1);
  expect(gzipped).toBeLessThan(24_000);
});

test.each([
  [
    'isParlanceError',
    `import { isParlanceError } from '@parlance/client-sdk'; globalThis.it = isParlanceError;`,
  ],
  ['memoryTokens', `import { memoryTokens } from '@parlance/client-sdk'; globalThis.it = memoryTokens;`],
  ['webTokens', `import { webTokens } from '@parlance/client-sdk'; globalThis.it = webTokens;`],
  [
    'MAX_MESSAGE_LENGTH',
    `import { MAX_MESSAGE_LENGTH } from '@parlance/client-sdk'; globalThis.it = MAX_MESSAGE_LENGTH;`,
  ],
])('G1: who imports %s alone gets nothing else', async (_name, program) => {
  const { code, packages } = await bundle(consumer, program);
  expect(packages).toEqual(['@parlance/client-sdk']);
  expect(code.length).toBeLessThan(1500);
});

test('G1: an entry that is imported and not used leaves nothing behind', async () => {
  for (const { specifier } of entries()) {
    const { code, packages } = await bundle(consumer, `import '${specifier}'; globalThis.it = 1;`);
    expect(packages).toEqual([]);
    expect(code.length).toBeLessThan(50);
  }
});
