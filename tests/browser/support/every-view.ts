import { expect } from 'vitest';
import { seriousBreaches } from './axe.ts';
import { browserTest } from './browser-test.ts';
import { Chat } from './chat.ts';
import { type Gallery, writeGallery } from './gallery.ts';
import { speak } from './language.ts';
import { scenes } from './scenes.ts';
import { ways } from './visitor.ts';

/** How somebody comes who looks at everything. */
export interface Visit {
  size: keyof typeof ways;
  language: 'en' | 'ar';
}

/** Makes the tests in which axe looks at every view. Together, those of both colour schemes hold each pair of choices. */
export function lookAtEveryView(colorScheme: 'light' | 'dark', visits: readonly Visit[]): void {
  let gallery: Gallery;
  const test = browserTest({
    prepare: async (database) => {
      gallery = await writeGallery(database);
    },
  });
  for (const { size, language } of visits) {
    test(`G5: axe finds nothing serious in any view: ${colorScheme}, ${size}, ${language}`, {
      timeout: 400_000,
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
}
