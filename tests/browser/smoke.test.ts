import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';

const test = browserTest();

test('A5: a browser reads that the server is healthy', async ({ welcome }) => {
  const visitor = await welcome();
  const page = await visitor.open('/health');
  expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({ status: 'healthy' });
});
