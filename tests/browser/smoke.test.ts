import { expect } from 'vitest';
import { seriousBreaches } from './support/axe.ts';
import { browserTest } from './support/browser-test.ts';

const test = browserTest();

test('A5: a browser reads that the server is healthy', async ({ welcome }) => {
  const visitor = await welcome();
  const page = await visitor.open('/health');
  expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({ status: 'healthy' });
  // Bare JSON has neither title nor language: the checker finds what there is to find.
  expect((await seriousBreaches(page)).map((breach) => breach.split(':', 1)[0])).toEqual([
    'document-title',
    'html-has-lang',
  ]);
});
