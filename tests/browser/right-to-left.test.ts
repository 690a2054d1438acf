import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { type Gallery, writeGallery } from './support/gallery.ts';

let gallery: Gallery;
const test = browserTest({
  prepare: async (database) => {
    gallery = await writeGallery(database);
  },
});

test('G5, A8: in Arabic the layout is mirrored, and code is not', async ({ welcome }) => {
  const visitor = await welcome({ locale: 'ar' });
  const page = await visitor.open(`/c/${gallery.inArabic}`);
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  const middle = async (selector: string) => {
    const box = await page.locator(selector).first().boundingBox();
    return (box?.x ?? 0) + (box?.width ?? 0) / 2;
  };
  const code = page.locator('article pre').first();
  await code.waitFor();
  expect(await middle('nav')).toBeGreaterThan(await middle('main'));
  expect(await code.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
  // A question stands at the end of its line: on the left.
  const [bubble, list] = [page.locator('article p').first(), page.locator('main')];
  const [a, b] = [await bubble.boundingBox(), await list.boundingBox()];
  expect((a?.x ?? 0) - (b?.x ?? 0)).toBeLessThan((b?.width ?? 0) / 2);
});
