import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { signUp } from './support/people.ts';
import type { Stage } from './support/stage.ts';

const test = browserTest();

const listOf = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const itemOf = (page: Page, title: string) => listOf(page).getByRole('listitem').filter({ hasText: title });

/** Holds conversations, and waits until each has its title in the list. */
async function talkAbout(stage: Stage, page: Page, subjects: readonly string[]): Promise<void> {
  const chat = new Chat(page);
  for (const subject of subjects) {
    stage.model.script([{ text: `All about ${subject}` }, { purpose: 'title', text: `On ${subject}` }]);
    await chat.button('New chat').click();
    await chat.ask(`Tell me of ${subject}`);
    await chat.see(`All about ${subject}`);
    await chat.settle();
    await itemOf(page, `On ${subject}`).waitFor();
  }
}

for (const who of ['a user', 'a guest']) {
  test(`G5: ${who} finds, renames and deletes conversations`, async ({ stage, welcome }) => {
    const page = await (await welcome()).open();
    if (who === 'a user') await signUp(page);
    await talkAbout(stage, page, ['gears', 'motors', 'sensors']);

    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('motors');
    await expect.poll(() => listOf(page).getByRole('link').allInnerTexts()).toEqual(['On motors']);
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('');
    await expect.poll(() => listOf(page).getByRole('link').count()).toBe(3);

    await itemOf(page, 'On motors').getByRole('button', { name: 'Rename' }).press('Enter');
    await page.keyboard.type('Electric motors');
    await page.keyboard.press('Enter');
    await itemOf(page, 'Electric motors').waitFor();

    await itemOf(page, 'On sensors').getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await itemOf(page, 'On sensors').waitFor({ state: 'detached' });

    await page.goto('/');
    await expect
      .poll(() => listOf(page).getByRole('link').allInnerTexts())
      .toEqual(['Electric motors', 'On gears']);
    await itemOf(page, 'On gears').getByRole('link').click();
    await new Chat(page).see('All about gears');
  });
}

test('G5: a conversation that is deleted gives the focus to the next one, the last one to the list', async ({
  stage,
  welcome,
}) => {
  const page = await (await welcome()).open();
  await signUp(page);
  await talkAbout(stage, page, ['gears', 'motors', 'sensors']);
  await page.goto('/learn');
  const remove = async (title: string) => {
    await itemOf(page, title).getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await itemOf(page, title).waitFor({ state: 'detached' });
  };
  await remove('On motors');
  await itemOf(page, 'On gears').getByRole('link').and(page.locator(':focus')).waitFor();
  await remove('On gears');
  await itemOf(page, 'On sensors').getByRole('link').and(page.locator(':focus')).waitFor();
  await remove('On sensors');
  await listOf(page).and(page.locator(':focus')).waitFor();
});

test('G5: what failed without a network is not said any more when it is back, or when somebody goes on', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_INTERNET_DISCONNECTED/);
  const page = await visitor.open();
  const chat = new Chat(page);
  await talkAbout(stage, page, ['gears', 'motors']);
  const failed = listOf(page).getByRole('alert').filter({ hasText: 'cannot be reached' });
  const rename = async () => {
    await itemOf(page, 'On motors').getByRole('button', { name: 'Rename' }).press('Enter');
    await page.keyboard.type('Engines');
    await page.keyboard.press('Enter');
    await failed.waitFor();
  };
  await visitor.goOffline();
  await rename();
  await chat.button('Close', failed).press('Enter');
  await failed.waitFor({ state: 'detached' });
  await listOf(page).and(page.locator(':focus')).waitFor();
  await rename();
  await itemOf(page, 'On gears').getByRole('link').click();
  await failed.waitFor({ state: 'detached' });
  await rename();
  await visitor.comeBack();
  await failed.waitFor({ state: 'detached' });

  stage.model.script({ text: ['Half of it ', 'and more'], hold: new Promise<void>(() => {}) });
  await chat.ask('Go on');
  await chat.see('Half of it');
  await visitor.goOffline();
  await chat.button('Stop').click();
  const unstopped = chat.alert.filter({ hasText: 'cannot be reached' });
  await unstopped.waitFor();
  await visitor.comeBack();
  await unstopped.waitFor({ state: 'detached' });
  await visitor.goOffline();
  await chat.button('Stop').click();
  await unstopped.waitFor();
  await itemOf(page, 'On motors').getByRole('link').click();
  await chat.see('All about motors');
  expect(await unstopped.count()).toBe(0);
  await visitor.comeBack();
  await itemOf(page, 'On gears').getByRole('link').click();
  await chat.see('Half of it');
  expect(await unstopped.count()).toBe(0);
  await chat.button('Stop').click();
  await chat.settle();
});

test('G5: a browser whose storage is full chats all the same, and keeps the draft of its tab', async ({
  welcome,
}) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await chat.box.waitFor();
  await page.evaluate(() => {
    for (const storage of [localStorage, sessionStorage]) {
      for (let size = 2 ** 23; size > 0; size >>= 1) {
        try {
          storage.setItem(`full-${size}`, 'x'.repeat(size));
        } catch {
          // No room for so much.
        }
      }
    }
  });
  await chat.box.fill('Is there room for this?');
  await page.getByRole('link', { name: 'Read the textbook' }).click();
  await page.goBack();
  await expect.poll(() => chat.box.inputValue()).toBe('Is there room for this?');
  await chat.box.press('Enter');
  await chat.settle();
});
