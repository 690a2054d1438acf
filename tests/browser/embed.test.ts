import type { Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { seriousBreaches } from './support/axe.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { startStaticSite } from './support/static-site.ts';

const plain = await startStaticSite('plain-site', { policy: false });
const docs = await startStaticSite('docs-site', { policy: true });
const strict = await startStaticSite('docs-site', { policy: true, trustedTypes: "'none'" });
const stranger = await startStaticSite('plain-site', { policy: false });
const sites = [plain, docs, strict, stranger];
afterAll(() => Promise.all(sites.map((site) => site.close())));

const test = browserTest({ env: { CORS_ORIGINS: [plain, docs, strict].map(({ origin }) => origin).join() } });

/** What a script could change of the page that it is on. */
const traces = (page: Page) =>
  page.evaluate(() => ({
    globals: Object.getOwnPropertyNames(window)
      .filter((name) => !/^\d+$/.test(name))
      .sort(),
    sheets: document.styleSheets.length,
    head: document.head.children.length,
    root: document.documentElement.getAttributeNames().sort(),
    styles: [...document.querySelectorAll('body, h1, p, nav, button')].map((element) => {
      const { font, color, background, border, letterSpacing, margin, padding } = getComputedStyle(element);
      return [element.localName, font, color, background, border, letterSpacing, margin, padding];
    }),
    width: document.documentElement.scrollWidth,
  }));

for (const [kind, site] of [
  ['a plain page', plain],
  ['a documentation site with its own policy and styles', docs],
] as const) {
  test(`G5, A4: one script tag puts the chat on ${kind}, and it answers about a selection`, async ({
    stage,
    welcome,
  }) => {
    const visitor = await welcome();
    const page = await visitor.open(site.pageWith(stage.url));
    const chat = new Chat(page);
    await chat.button('Open chat').waitFor();
    await page.locator('#passage').evaluate((passage) => getSelection()?.selectAllChildren(passage));
    await chat.button('Ask about this').click();
    await chat.ask('What should I do?');
    await chat.settle();
    const quote = (await chat.lastAnswer.innerText()).match(/[“"](.+?)[”"]/s)?.[1] ?? 'no quote';
    const passage = (await page.locator('#passage').innerText()).replace(/\s+/g, ' ');
    expect(passage).toContain(quote);
    expect(await seriousBreaches(page)).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    expect(new URL(page.url()).origin).toBe(site.origin);
  });

  test(`G5: on ${kind} the chat leaves the page as it was`, async ({ stage, welcome }) => {
    const visitor = await welcome();
    const bare = await visitor.newTab();
    await bare.route('**/embed.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await bare.goto(site.pageWith(stage.url));
    const before = await traces(bare);
    const page = await visitor.open(site.pageWith(stage.url));
    const chat = new Chat(page);
    await chat.button('Open chat').click();
    await chat.ask('Hello');
    await chat.settle();
    expect(await traces(page)).toEqual(before);
  });
}

for (const [kind, site, shown] of [
  ['that lets no plain text be HTML', docs, 'Salt & pepper &unknown;'],
  ['that lets nobody else make HTML', strict, 'Salt &amp; pepper &unknown;'],
] as const) {
  test(`G5: on a site ${kind}, an answer with entities is shown`, async ({ stage, welcome }) => {
    stage.model.script({ text: 'Salt &amp; pepper &unknown;' });
    const visitor = await welcome();
    visitor.troubles.expect(/parlance-entities/);
    const chat = new Chat(await visitor.open(site.pageWith(stage.url)));
    await chat.button('Open chat').click();
    await chat.ask('What goes on the table?');
    await chat.settle();
    await chat.see(shown);
  });
}

test('G5: where a site’s own script breaks what the chat needs, the panel says so and can be closed', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/broken by the site/);
  const page = await visitor.newTab();
  await page.addInitScript(() => {
    Object.defineProperty(Element.prototype, 'scrollTop', {
      get: () => 0,
      set: () => {
        throw new Error('broken by the site');
      },
    });
  });
  await page.goto(plain.pageWith(stage.url));
  const chat = new Chat(page);
  await chat.button('Open chat').click();
  await chat.ask('Hello');
  await chat.alert.filter({ hasText: 'stopped working' }).waitFor();
  await chat.button('Close').click();
  await chat.button('Open chat').waitFor();
});

test('G5: a site’s own styles, keys and theme: none gets in but the theme', async ({ stage, welcome }) => {
  const page = await (await welcome()).open(docs.pageWith(stage.url));
  const chat = new Chat(page);
  await chat.button('Open chat').click();
  const style = () =>
    chat.box.evaluate((box) => {
      const { fontFamily, textTransform, letterSpacing, boxSizing, color } = getComputedStyle(box);
      return { fontFamily, textTransform, letterSpacing, boxSizing, color };
    });
  const light = await style();
  expect(light).toMatchObject({ textTransform: 'none', letterSpacing: 'normal', boxSizing: 'border-box' });
  expect(light.fontFamily).not.toMatch(/cursive|^serif/);
  await chat.box.pressSequentially('either / or');
  expect(await chat.box.inputValue()).toBe('either / or');
  expect(await page.locator('html').getAttribute('data-search-opened')).toBeNull();
  await page.getByRole('button', { name: 'Switch theme' }).click();
  await expect.poll(async () => (await style()).color).not.toBe(light.color);
});

test('G5: the conversation of a tab is there on the site’s next page, and in no other tab', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: 'Remember me' });
  const visitor = await welcome();
  const page = await visitor.open(docs.pageWith(stage.url));
  const chat = new Chat(page);
  await chat.button('Open chat').click();
  await chat.ask('Hello');
  await chat.see('Remember me');
  await chat.settle();
  await page.reload();
  await chat.button('Open chat').click();
  await chat.see('Remember me');
  const other = new Chat(await visitor.open(docs.pageWith(stage.url)));
  await other.button('Open chat').click();
  await other.box.waitFor();
  expect(await other.answers.count()).toBe(0);
});

test('G5, H5: a site that is not allowed shows nothing, and its author is told why', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/Parlance: the chat is not shown.*CORS_ORIGINS/);
  const page = await visitor.newTab();
  const told = page.waitForEvent('console', (message) => message.text().includes(stranger.origin));
  await page.goto(stranger.pageWith(stage.url));
  await told;
  expect(await page.locator('parlance-chat').count()).toBe(0);
  const direct = await page.evaluate(
    (url) =>
      fetch(`${url}/chat`, { method: 'POST', body: '{"message":"Hello"}' }).then(
        ({ status }) => status,
        () => 'refused',
      ),
    stage.url,
  );
  expect(direct).toBe('refused');
  visitor.troubles.expect(/blocked by CORS policy|ERR_FAILED|403/);
});
