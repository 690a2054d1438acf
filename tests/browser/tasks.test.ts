import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { call } from '../harness/call.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { type Credentials, linkTo, signUp } from './support/people.ts';
import { ways } from './support/visitor.ts';

const test = browserTest();

const list = (page: Page): Locator => page.getByRole('complementary', { name: 'Tasks' });
const tick = (page: Page, title: string) => page.getByRole('checkbox', { name: title });
const isFocused = (element: Locator) => element.evaluate((it) => it === document.activeElement);

/** Somebody who has signed up, as a program that acts for them. */
async function actingFor(url: string, { email, password }: Credentials) {
  const login = await call<{ access_token: string }>(`${url}/api/auth/login`, { body: { email, password } });
  const token = login.body.access_token;
  return async (path: string, body: object) =>
    (await call<{ id: string }>(`${url}${path}`, { body, token })).body;
}

test('G5, D2: tasks are added, ticked, renamed, deleted and found beside the chat, which is remembered', async ({
  welcome,
}) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await signUp(page);
  await chat.button('Show tasks').click();
  const box = list(page).getByRole('textbox', { name: 'Add a task' });
  for (const title of ['Buy milk', 'Call Omar']) {
    await box.fill(title);
    await box.press('Enter');
    await tick(page, title).waitFor();
    await expect.poll(() => box.inputValue()).toBe('');
  }
  await tick(page, 'Buy milk').press('Space');
  await list(page).getByRole('region', { name: 'Done' }).getByText('Buy milk').waitFor();
  await expect.poll(() => isFocused(tick(page, 'Call Omar'))).toBe(true);

  await chat.button('Rename task', list(page).getByRole('region', { name: 'Open' })).press('Enter');
  await page.keyboard.type('Call Layla');
  await page.keyboard.press('Enter');
  await tick(page, 'Call Layla').waitFor();
  await page.reload();
  await tick(page, 'Call Layla').waitFor();
  expect(await tick(page, 'Buy milk').isChecked()).toBe(true);

  await chat.button('Delete task', list(page).getByRole('region', { name: 'Open' })).press('Enter');
  await list(page).getByText('Nothing to do.').waitFor();
  await expect.poll(() => isFocused(box)).toBe(true);
  await tick(page, 'Buy milk').click();
  await list(page).getByRole('region', { name: 'Open' }).getByText('Buy milk').waitFor();

  await chat.button('Close', list(page)).click();
  await list(page).waitFor({ state: 'detached' });
  await expect.poll(() => isFocused(chat.button('Show tasks'))).toBe(true);
  await page.reload();
  await chat.box.waitFor();
  expect(await list(page).count()).toBe(0);
});

test('G5, D1: the list follows the tools of an answer while it is being written, in every tab', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  const page = await visitor.open();
  await signUp(page);
  await new Chat(page).button('Show tasks').click();
  await list(page).getByText('Nothing to do.').waitFor();
  const other = await visitor.open();
  await list(other).getByText('Nothing to do.').waitFor();

  const held = Promise.withResolvers<void>();
  stage.model.script([
    { toolCalls: [{ name: 'create_task', arguments: { title: 'Buy groceries' } }] },
    { text: ['It is on ', 'your list.'], hold: held.promise },
  ]);
  const chat = new Chat(page);
  await chat.ask('Add buy groceries to my list');
  await tick(page, 'Buy groceries').waitFor();
  await tick(other, 'Buy groceries').waitFor();
  await chat.lastAnswer.getByText('Add a task').waitFor();
  held.resolve();
  await chat.settle();
});

test('G5: a guest is told why there is no list, and comes back to the same place signed in', async ({
  welcome,
}) => {
  const page = await (await welcome(ways.phone)).open('/');
  const chat = new Chat(page);
  await chat.button('Show tasks').click();
  const sheet = page.getByRole('dialog', { name: 'Tasks' });
  await sheet.getByText('Sign in to have a list of tasks.').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await chat.button('Show tasks').click();
  await linkTo(page, 'Sign in').waitFor();
  await sheet.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
});

test('G5, D2: a long list is searched', async ({ stage, welcome }) => {
  const page = await (await welcome()).open();
  const act = await actingFor(stage.url, await signUp(page));
  for (let at = 1; at <= 9; at += 1) await act('/api/tasks', { title: `Task ${at}` });
  await new Chat(page).button('Show tasks').click();
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('Task 7');
  await expect.poll(() => list(page).getByRole('checkbox').count()).toBe(1);
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('Nothing like it');
  await list(page).getByText('Nothing found for').waitFor();
  const box = list(page).getByRole('textbox', { name: 'Add a task' });
  await box.fill('A new one');
  await box.press('Enter');
  await tick(page, 'A new one').waitFor();
  expect(await page.getByRole('searchbox', { name: 'Search tasks' }).inputValue()).toBe('');
  await expect.poll(() => isFocused(box)).toBe(true);
});

test('G5: the button of the list stands beside what is read, however narrow the page', async ({
  welcome,
}) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await chat.ask('How does the wheel encoder of a robot tell how far it has gone? '.repeat(4));
  await chat.settle();
  const [opener, bubble] = [chat.button('Show tasks'), chat.questions.first().locator('p')];
  for (const width of [1280, 1060, 1000, 768]) {
    await page.setViewportSize({ width, height: 700 });
    await expect
      .poll(
        async () => {
          const [button, question] = [await opener.boundingBox(), await bubble.boundingBox()];
          return button && question && button.x - (question.x + question.width);
        },
        { message: `at ${width} pixels` },
      )
      .toBeGreaterThan(0);
  }
});
