import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { call } from '../harness/call.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { accountMenu, enter, linkTo, signOut, signUp, somebody } from './support/people.ts';

const test = browserTest();

const listed = (page: Page) => page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');

test('G5, A2: who signs up takes along what they said as a guest, and is where they were', async ({
  stage,
  welcome,
}) => {
  stage.model.script([{ text: 'An answer to a guest' }, { text: 'An answer to somebody' }]);
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await chat.ask('Will you keep this?');
  await chat.see('An answer to a guest');
  await chat.settle();
  await page.waitForURL('**/c/*');
  const address = page.url();
  await linkTo(page, 'Sign up').click();
  const person = somebody();
  await enter(page, person);
  await accountMenu(page, person).waitFor();
  await chat.see('An answer to a guest');
  expect(page.url()).toBe(address);
  await expect.poll(() => listed(page).count()).toBe(1);
  await chat.ask('And now?');
  await chat.see('An answer to somebody');
  await chat.settle();

  // A guest's no more.
  await signOut(page, person);
  expect(await listed(page).count()).toBe(0);
});

test('G5, A2: a guest who signs in in mid-answer has the conversation once it is answered', async ({
  stage,
  welcome,
}) => {
  const held = Promise.withResolvers<void>();
  stage.model.script({ text: ['Half, ', 'and the rest'], hold: held.promise });
  const visitor = await welcome();
  visitor.troubles.expect(/404 \(/);
  const page = await visitor.open();
  const chat = new Chat(page);
  await chat.ask('Take your time');
  await page.waitForURL('**/c/*');
  await linkTo(page, 'Sign up').click();
  await enter(page, somebody());
  await page.getByRole('main').getByRole('alert').waitFor();
  held.resolve();
  await chat.see('Half, and the rest');
  await expect.poll(() => listed(page).count()).toBe(1);
});

test('G5: who is signed out is told to sign in for a conversation, and then sees it', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: 'For me alone' });
  const visitor = await welcome();
  visitor.troubles.expect(/404 \(/);
  const page = await visitor.newTab();
  const person = await signUp(page);
  const chat = new Chat(page);
  await chat.ask('Whose is this?');
  await chat.see('For me alone');
  await chat.settle();
  await page.waitForURL('**/c/*');
  const address = page.url();
  await signOut(page, person);
  await page.goto(address);
  const main = page.getByRole('main');
  await main.getByRole('heading', { name: 'Sign in to see this conversation' }).waitFor();
  await main.getByRole('link', { name: 'Sign in', exact: true }).click();
  await enter(page, person);
  await chat.see('For me alone');
  expect(page.url()).toBe(address);
});

test('G5, F3: what one person typed is not shown to the next one, nor in another place', async ({
  welcome,
}) => {
  const page = await (await welcome()).newTab();
  const first = await signUp(page);
  const chat = new Chat(page);
  await chat.box.fill('A secret about somebody');
  await page.reload();
  await expect.poll(() => chat.box.inputValue()).toBe('A secret about somebody');
  await page.goto('/learn');
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.box.waitFor();
  await accountMenu(page, first).waitFor();
  expect(await chat.box.inputValue()).toBe('');
  await page.goto('/');
  await accountMenu(page, first).waitFor();
  await signOut(page, first);
  await expect.poll(() => chat.box.inputValue()).toBe('');
  const second = await signUp(page);
  await accountMenu(page, second).waitFor();
  expect(await chat.box.inputValue()).toBe('');
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('A secret');
});

test('G5: what a guest typed is still there when they have signed in', async ({ welcome }) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await chat.box.fill('Half a question');
  await linkTo(page, 'Sign up').click();
  await enter(page, somebody());
  await expect.poll(() => chat.box.inputValue()).toBe('Half a question');
});

test('G5: a question that could not be sent outlives a reload, and a new chat begins all the same', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: 'It came' });
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_FAILED|Failed to load/);
  const page = await visitor.open();
  const chat = new Chat(page);
  await page.route('**/trpc/chat.stream*', (route) => route.abort('failed'));
  await chat.ask('Does this arrive?');
  await page.getByText('Not sent.').waitFor();
  await page.reload();
  await expect.poll(() => chat.box.inputValue()).toBe('Does this arrive?');
  await chat.box.press('Enter');
  await page.getByText('Not sent.').waitFor();
  expect(await chat.box.inputValue()).toBe('');

  await chat.button('New chat').first().click();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  expect(await chat.questions.count()).toBe(0);
  expect(await chat.box.inputValue()).toBe('Does this arrive?');

  await page.unroute('**/trpc/chat.stream*');
  await chat.box.press('Enter');
  await chat.see('It came');
  await chat.settle();
  await chat.button('New chat').first().click();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  expect(await chat.box.inputValue()).toBe('');
});

/** Somebody's bot, as its owner's programs make it. */
async function makeBot(url: string) {
  const { body: owner } = await call<{ access_token: string }>(`${url}/api/auth/signup`, {
    body: somebody(),
  });
  const token = owner.access_token;
  const { body } = await call<{ id: string }>(`${url}/api/v1/bots`, {
    body: {
      name: 'Pirate',
      visibility: 'link',
      config: { instructions: 'Speak like a pirate.', greeting: 'Ahoy!' },
    },
    token,
  });
  const remove = () => call(`${url}/api/v1/bots/${body.id}`, { method: 'DELETE', token });
  return { path: `/b/${body.id}`, remove };
}

test('G5, C2: a bot’s link shows nothing of another bot before it knows its own', async ({
  stage,
  welcome,
}) => {
  const bot = await makeBot(stage.url);
  const page = await (await welcome()).newTab();
  const held = Promise.withResolvers<void>();
  await page.route('**/trpc/**bot.describe**', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(bot.path);
  const main = page.getByRole('main');
  await main.getByText('Loading…').waitFor();
  expect(await main.getByRole('heading', { level: 2 }).count()).toBe(0);
  held.resolve();
  await page.getByRole('heading', { name: 'Ahoy!' }).waitFor();
});

test('G5, C2: a conversation whose bot was deleted says so, and offers a new chat', async ({
  stage,
  welcome,
}) => {
  const bot = await makeBot(stage.url);
  stage.model.script({ text: 'Arr!' });
  const visitor = await welcome();
  visitor.troubles.expect(/404 \(/);
  const page = await visitor.open(bot.path);
  const chat = new Chat(page);
  await chat.ask('Hello');
  await chat.see('Arr!');
  await chat.settle();
  // So that it waits for no title any more, with which it would learn of it.
  await page.reload();
  await chat.see('Arr!');
  await bot.remove();
  // Who has the page open learns of it by asking.
  await chat.ask('Still there?');
  await page.getByText('The bot of this conversation was deleted.').waitFor();
  expect(await chat.button('Send again').isDisabled()).toBe(true);

  await page.reload();
  await page.getByText('The bot of this conversation was deleted.').waitFor();
  await chat.see('Arr!');
  expect(await chat.box.count()).toBe(0);
  expect(await chat.button('Try again').isDisabled()).toBe(true);
  await chat.button('New chat', page.getByRole('main')).click();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  await chat.box.waitFor();
});
