import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { linkTo } from './support/people.ts';
import { type Visitor, ways } from './support/visitor.ts';

const test = browserTest();
const NOT_LOADED = 'This part could not be loaded';

function expectNotLoaded(visitor: Visitor): void {
  visitor.troubles.expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|A part of the page could not be loaded/);
}

const notLoaded = (page: Page) => page.getByRole('alert').filter({ hasText: NOT_LOADED });

test('G5: a view that is opened offline comes by itself when the network is back', async ({ welcome }) => {
  const visitor = await welcome();
  expectNotLoaded(visitor);
  const page = await visitor.open();
  const chat = new Chat(page);
  await chat.box.waitFor();
  await visitor.goOffline();
  for (const name of ['Bots', 'Settings', 'Sign in']) {
    await linkTo(page, name).click();
    await notLoaded(page).waitFor();
    await page.goBack();
    await chat.box.waitFor();
  }
  await linkTo(page, 'Bots').click();
  await notLoaded(page).waitFor();
  await visitor.comeBack();
  await page.getByRole('heading', { name: 'Bots', level: 1 }).waitFor();
});

test('G5: a list of tasks that could not be loaded leaves the chat alone, and is loaded when asked for again', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  expectNotLoaded(visitor);
  const page = await visitor.open();
  const chat = new Chat(page);
  await page.route(/\/assets\/task-panel/, (route) => route.abort());
  await chat.button('Show tasks').click();
  const aside = page.getByRole('complementary', { name: 'Tasks' });
  await notLoaded(page).waitFor();
  stage.model.script({ text: 'Still here' });
  await chat.ask('Are you there?');
  await chat.see('Still here');
  await chat.settle();

  await chat.button('Close', aside).click();
  await aside.waitFor({ state: 'detached' });
  await chat.button('Show tasks').click();
  await notLoaded(page).waitFor();
  await page.unroute(/\/assets\/task-panel/);
  await chat.button('Try again', aside).click();
  await aside.getByText('Sign in to have a list of tasks.').waitFor();
  const padding = await aside
    .getByText('Sign in to have a list of tasks.')
    .evaluate((text) => getComputedStyle(text.parentElement ?? text).paddingTop);
  expect(Number.parseFloat(padding)).toBeGreaterThan(0);
  await chat.see('Still here');
});

test('G5: on a phone, a list of tasks that could not be loaded is closed again', async ({ welcome }) => {
  const visitor = await welcome(ways.phone);
  expectNotLoaded(visitor);
  const page = await visitor.open();
  const chat = new Chat(page);
  await chat.box.waitFor();
  await visitor.goOffline();
  await chat.button('Show tasks').click();
  const sheet = page.getByRole('dialog', { name: 'Tasks' });
  await sheet.getByRole('alert').filter({ hasText: NOT_LOADED }).waitFor();
  await chat.button('Close', sheet).click();
  await sheet.waitFor({ state: 'hidden' });
  await visitor.comeBack();
  await chat.button('Show tasks').click();
  await sheet.getByText('Sign in to have a list of tasks.').waitFor();
});
