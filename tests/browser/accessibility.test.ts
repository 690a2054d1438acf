import { expect } from 'vitest';
import { seriousBreaches } from './support/axe.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { type Gallery, writeGallery } from './support/gallery.ts';
import { speak } from './support/language.ts';
import { scenes } from './support/scenes.ts';
import { ways } from './support/visitor.ts';

let gallery: Gallery;
const test = browserTest({
  prepare: async (database) => {
    gallery = await writeGallery(database);
  },
});

// Four ways of coming in which each pair of choices occurs.
const visits = [
  { colorScheme: 'light', size: 'desktop', language: 'en' },
  { colorScheme: 'light', size: 'phone', language: 'ar' },
  { colorScheme: 'dark', size: 'desktop', language: 'ar' },
  { colorScheme: 'dark', size: 'phone', language: 'en' },
] as const;

for (const { colorScheme, size, language } of visits) {
  test(`G5: axe finds nothing serious in any view: ${colorScheme}, ${size}, ${language}`, {
    timeout: 240_000,
  }, async ({ stage, welcome }) => {
    const visitor = await welcome({ ...ways[size], colorScheme });
    visitor.troubles.expect(
      /ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_(REFUSED|RESET)|404 \(Not Found\)/,
    );
    const page = await visitor.open();
    const props = { stage, visitor, gallery, page, chat: new Chat(page) };
    const found: Record<string, string[]> = {};
    for (const scene of scenes) {
      if (scene.on && scene.on !== size) continue;
      await scene.show(props);
      await speak(visitor, page, language);
      const breaches = await seriousBreaches(page);
      if (breaches.length > 0) found[scene.name] = breaches;
      await speak(visitor, page, 'en');
      await scene.strike?.(props);
    }
    expect(found).toEqual({});
  });
}

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
