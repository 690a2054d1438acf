import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { browserTest } from '../support/browser-test.ts';
import { Chat } from '../support/chat.ts';
import { type Gallery, writeGallery } from '../support/gallery.ts';
import { speak } from '../support/language.ts';
import { type Scene, scenes } from '../support/scenes.ts';
import { startStaticSite } from '../support/static-site.ts';
import { ways } from '../support/visitor.ts';

// Run by `npm run screenshots`: every state of the page, in a folder that git ignores.
const FOLDER = resolve(import.meta.dirname, '../../../screenshots');
const IN_ARABIC = new Set([
  'new chat',
  'answer',
  'answer in Arabic',
  'edit',
  'conversations',
  'textbook',
  'settings',
  'tool calls',
  'tasks',
  'bot',
  'bot settings',
  'refused bot settings',
  'bots',
]);

const plain = await startStaticSite('plain-site', { policy: false });
const docs = await startStaticSite('docs-site', { policy: true });
afterAll(() => Promise.all([plain.close(), docs.close()]));

const embedded = (name: string, site: typeof plain): Scene => ({
  name,
  show: async ({ page, chat, stage }) => {
    await page.goto(site.pageWith(stage.url));
    await chat.button('Open chat').waitFor();
    await page.locator('#passage').evaluate((passage) => getSelection()?.selectAllChildren(passage));
    await chat.button('Ask about this').click();
    await chat.ask('What should I do?');
    await chat.settle();
  },
});
const all = [
  ...scenes,
  embedded('embed on a plain page', plain),
  embedded('embed on a documentation site', docs),
];

let gallery: Gallery;
const test = browserTest({
  env: { CORS_ORIGINS: `${plain.origin},${docs.origin}` },
  prepare: async (database) => {
    gallery = await writeGallery(database);
    await mkdir(FOLDER, { recursive: true });
  },
});

for (const scene of all) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of ['desktop', 'phone'] as const) {
      if (scene.on && scene.on !== size) continue;
      test(`${scene.name}: ${colorScheme}, ${size}`, async ({ stage, welcome }) => {
        const visitor = await welcome({ ...ways[size], colorScheme });
        visitor.troubles.expect(/./);
        const page = await visitor.newTab();
        const props = { stage, visitor, gallery, page, chat: new Chat(page) };
        const take = (name: string) =>
          page.screenshot({ path: join(FOLDER, `${name.replaceAll(' ', '-')}.${colorScheme}.${size}.png`) });
        await scene.show(props);
        await take(scene.name);
        if (IN_ARABIC.has(scene.name)) {
          await speak(visitor, page, 'ar');
          await take(`${scene.name} ar`);
          await speak(visitor, page, 'en');
        }
        await scene.strike?.(props);
      });
    }
  }
}
