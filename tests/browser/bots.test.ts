import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousBreaches } from './support/axe.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { speak } from './support/language.ts';
import { linkTo, signUp } from './support/people.ts';

const test = browserTest();

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const saved = (page: Page, version: number) =>
  page.getByRole('status').filter({ hasText: `Saved as version ${version}.` });
const isFocused = (element: Locator) => element.evaluate((it) => it === document.activeElement);
const titled = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Makes a bot by the form. Answers its address. */
async function makeBot(page: Page, name: string): Promise<string> {
  await page.goto('/bots/new');
  await field(page, 'Name').fill(name);
  await field(page, 'Instructions').fill('Speak like a pirate.');
  await button(page, 'Create').click();
  await titled(page, name).waitFor();
  return page.url();
}

test('G5, C2: a bot is made, changed, talked to and deleted', async ({ stage, welcome }) => {
  const page = await (await welcome()).open();
  await signUp(page);
  await linkTo(page, 'Bots').click();
  await page.getByText('You have no bots yet.').waitFor();
  await linkTo(page, 'New bot').click();
  await titled(page, 'New bot').and(page.locator(':focus')).waitFor();
  await field(page, 'Name').fill('Pirate');
  await field(page, 'Greeting').fill('Ahoy!');
  await field(page, 'Instructions').fill('Speak like a pirate.');
  await page.getByText('With tools', { exact: true }).click();
  await page.getByLabel('Your list of tasks').check();
  await button(page, 'Create').click();
  await titled(page, 'Pirate').waitFor();

  await field(page, 'Temperature').fill('0.5');
  await button(page, 'Add a rule').click();
  await field(page, 'Tool').fill('delete_task');
  await button(page, 'Save').click();
  await saved(page, 2).waitFor();
  await page.reload();
  await expect.poll(() => field(page, 'Temperature').inputValue()).toBe('0.5');
  expect(await field(page, 'Tool').inputValue()).toBe('delete_task');
  expect(await page.getByLabel('Your list of tasks').isChecked()).toBe(true);

  stage.model.script({ text: 'Arr!' });
  await linkTo(page, 'Chat with it').click();
  const chat = new Chat(page);
  await page.getByRole('heading', { name: 'Ahoy!' }).waitFor();
  await chat.ask('Hello');
  await chat.see('Arr!');
  await chat.settle();
  await page.waitForURL('**/c/*');
  const asked = stage.model.requests.findLast(({ purpose }) => purpose === 'answer');
  expect(JSON.stringify(asked)).toContain('Speak like a pirate.');

  await linkTo(page, 'Bots').click();
  await button(page, 'Edit Pirate').click();
  await page.getByRole('main').getByRole('button', { name: 'Delete', exact: true }).click();
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true });
  await sure.click();
  await page.getByText('You have no bots yet.').waitFor();
});

test('G5, C2: what the server refuses is said at its field, which has the focus', async ({ welcome }) => {
  const visitor = await welcome();
  visitor.troubles.expect(/400 \(Bad Request\)/);
  const page = await visitor.open();
  await signUp(page);
  await page.goto('/bots/new');
  await field(page, 'Name').fill(' ');
  await field(page, 'Temperature').fill('9');
  await field(page, 'Earlier messages it sees').fill('201');
  await field(page, 'Their length in tokens').fill('99');
  await field(page, 'Servers of the operator').fill('notes, Weather!');
  await button(page, 'Add a server').click();
  await field(page, 'Name of the server').fill('Weather!');
  await field(page, 'Address').fill('ftp://example.com');
  await field(page, 'Origins that may embed it').fill('https://example.com/path');
  await button(page, 'Create').click();
  const wrong = page.locator('[aria-invalid]');
  await expect.poll(() => wrong.count()).toBe(8);
  await field(page, 'Name').and(page.locator(':focus')).waitFor();
  const noteOf = async (name: string) => {
    const id = await field(page, name).getAttribute('aria-describedby');
    return page.locator(`[id="${id}"]`).innerText();
  };
  expect(await noteOf('Name')).toMatch('Must not be blank');
  expect(await noteOf('Temperature')).toBe('Must be a number from 0 to 2.');
  expect(await noteOf('Earlier messages it sees')).toBe('Must be a whole number from 0 to 50.');
  expect(await noteOf('Their length in tokens')).toMatch(/from 100 to 1,000,000/);
  expect(await noteOf('Servers of the operator')).toMatch(/at most ten names/);
  expect(await noteOf('Address')).toMatch('Must be an https:// address');
  expect(await noteOf('Origins that may embed it')).toMatch(/origin/);
  expect(await seriousBreaches(page)).toEqual([]);
  await speak(visitor, page, 'ar');
  await page.getByText('يجب أن تكون عددًا من 0 إلى 2.').waitFor();
  expect(await wrong.count()).toBe(8);
  for (const text of await page.locator('[aria-invalid]').evaluateAll(notes))
    expect(text).toMatch(/^[\u0600-\u06ff]/);
});

/** What is said below each of these fields. */
const notes = (fields: Element[]): (string | undefined)[] =>
  fields.map((it) => document.getElementById(it.getAttribute('aria-describedby') ?? '')?.innerText);

test('G5, C2: what is no number, and a second rule for a tool, are refused before anything is sent', async ({
  welcome,
}) => {
  const page = await (await welcome()).open();
  await signUp(page);
  await makeBot(page, 'Ruled');
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  const wrong = page.locator('[aria-invalid]');
  await field(page, 'Temperature').fill('hot');
  await button(page, 'Save').click();
  await expect.poll(() => isFocused(field(page, 'Temperature'))).toBe(true);
  await page.getByText('Must be a number from 0 to 2.').waitFor();
  await field(page, 'Temperature').fill('');
  for (const at of [0, 1]) {
    await button(page, 'Add a rule').click();
    await field(page, 'Tool').nth(at).fill('delete_task');
  }
  await page.getByRole('combobox').nth(1).selectOption('Never ask');
  await button(page, 'Save').click();
  await page.getByText('There is a rule for this tool already.').waitFor();
  expect(await wrong.count()).toBe(1);
  await expect.poll(() => isFocused(field(page, 'Tool').nth(1))).toBe(true);
  expect(sent.filter((url) => url.includes('bot.update'))).toEqual([]);

  // By keyboard, the focus stays in reach: in the row beside one that goes, at what adds one, at the button that saves.
  await button(page, 'Remove rule').nth(1).press('Enter');
  await expect.poll(() => isFocused(field(page, 'Tool'))).toBe(true);
  await button(page, 'Remove rule').press('Enter');
  await expect.poll(() => isFocused(button(page, 'Add a rule'))).toBe(true);
  for (const _ of [1, 2]) await button(page, 'Add a server').press('Enter');
  await button(page, 'Remove server').first().press('Enter');
  await expect.poll(() => isFocused(field(page, 'Name of the server'))).toBe(true);
  await button(page, 'Remove server').press('Enter');
  await expect.poll(() => isFocused(button(page, 'Add a server'))).toBe(true);
  await button(page, 'Save').press('Enter');
  await saved(page, 2).waitFor();
  await expect.poll(() => isFocused(button(page, 'Save'))).toBe(true);
});

test('G5, C2: what is not saved is kept when the form is left and when it is reloaded, but for secrets, until it is saved or given up', async ({
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/^dialog: /);
  visitor.troubles.expect(/409 \(Conflict\)/);
  const page = await visitor.open();
  await signUp(page);
  const address = await makeBot(page, 'Keeper');
  const unsaved = page.getByRole('status').filter({ hasText: 'Unsaved changes.' });
  expect(await unsaved.count()).toBe(0);
  await field(page, 'Greeting').fill('Half a greeting');
  await unsaved.waitFor();
  await linkTo(page, 'Bots').click();
  await button(page, 'Edit Keeper').click();
  await unsaved.waitFor();
  expect(await field(page, 'Greeting').inputValue()).toBe('Half a greeting');
  await page.reload();
  await unsaved.waitFor();
  expect(await field(page, 'Greeting').inputValue()).toBe('Half a greeting');

  await button(page, 'Discard changes').press('Enter');
  await unsaved.waitFor({ state: 'detached' });
  expect(await field(page, 'Greeting').inputValue()).toBe('');
  await expect.poll(() => isFocused(button(page, 'Save'))).toBe(true);
  await page.reload();
  await titled(page, 'Keeper').waitFor();
  expect(await unsaved.count()).toBe(0);

  // What was kept is a change to the version that it began with.
  await field(page, 'Greeting').fill('Mine');
  await linkTo(page, 'Bots').click();
  const other = await visitor.open(address);
  await field(other, 'Greeting').fill('Theirs');
  await button(other, 'Save').click();
  await saved(other, 2).waitFor();
  await button(page, 'Edit Keeper').click();
  await unsaved.waitFor();
  await button(page, 'Save').click();
  await button(page, 'Save mine all the same').press('Enter');
  await saved(page, 3).waitFor();
  await expect.poll(() => isFocused(button(page, 'Save'))).toBe(true);
  expect(await unsaved.count()).toBe(0);

  await button(page, 'Add a server').click();
  await field(page, 'Name of the server').fill('weather');
  const authorization = page.getByLabel('Authorization', { exact: true });
  await authorization.fill('Bearer of a secret');
  await linkTo(page, 'Bots').click();
  await button(page, 'Edit Keeper').click();
  expect(await authorization.inputValue()).toBe('Bearer of a secret');
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(stored).toContain('weather');
  expect(stored).not.toContain('secret');
  // The browser asks before a secret is lost.
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => location.reload());
  expect((await asked).type()).toBe('beforeunload');
});

test('G5, C2: a bot works from documents only if it came like that', async ({ welcome }) => {
  const page = await (await welcome()).open();
  await signUp(page);
  await makeBot(page, 'Reader');
  const documents = page.getByRole('radio', { name: 'From documents' });
  await page.getByRole('radio', { name: 'With tools' }).waitFor();
  expect(await documents.count()).toBe(0);
  const bot = { format: 'parlance.bot/1', name: 'Librarian', config: { instructions: '', agentType: 'rag' } };
  await linkTo(page, 'Bots').click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'bot.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(bot)),
  });
  await titled(page, 'Librarian').waitFor();
  expect(await documents.isChecked()).toBe(true);
});

test('G5, C2, B6, C4: what a bot sees of a conversation, what becomes of a message that comes too early, and servers of the operator are filled in', async ({
  welcome,
}) => {
  const visitor = await welcome();
  const page = await visitor.open();
  await signUp(page);
  await makeBot(page, 'Forgetful');
  const messages = field(page, 'Earlier messages it sees');
  const tokens = field(page, 'Their length in tokens');
  const servers = field(page, 'Servers of the operator');
  const early = (name: string) => page.getByRole('radio', { name, exact: true });
  // What was left empty has its default.
  await expect.poll(() => messages.inputValue()).toBe('50');
  expect(await tokens.inputValue()).toBe('16000');
  expect(await early('Is refused').isChecked()).toBe(true);

  await messages.fill('0');
  await tokens.fill('2000');
  await servers.fill('notes, weather');
  await page.getByText('Waits', { exact: true }).click();
  await button(page, 'Save').click();
  await saved(page, 2).waitFor();
  await page.reload();
  await expect.poll(() => messages.inputValue()).toBe('0');
  expect(await tokens.inputValue()).toBe('2000');
  expect(await servers.inputValue()).toBe('notes, weather');
  expect(await early('Waits').isChecked()).toBe(true);
  const download = page.waitForEvent('download');
  await button(page, 'Export').click();
  expect(JSON.parse(await readFile(await (await download).path(), 'utf8'))).toMatchObject({
    config: {
      history: { messages: 0, tokens: 2_000 },
      doubleTexting: 'enqueue',
      tools: { operatorServers: ['notes', 'weather'] },
    },
  });

  await messages.fill('');
  await servers.fill('');
  await page.getByText('Stops the answer', { exact: true }).click();
  await button(page, 'Save').click();
  await saved(page, 3).waitFor();
  await expect.poll(() => messages.inputValue()).toBe('50');
  expect(await servers.inputValue()).toBe('');
  expect(await early('Stops the answer').isChecked()).toBe(true);
});

test('G5, C2: an authorization is written and not read, and can be forgotten', async ({ welcome }) => {
  const page = await (await welcome()).open();
  await signUp(page);
  await page.goto('/bots/new');
  await field(page, 'Name').fill('Weatherman');
  await button(page, 'Add a server').click();
  await field(page, 'Name of the server').fill('weather');
  await field(page, 'Address').fill('https://mcp.example.com/mcp');
  await page.getByLabel('Authorization', { exact: true }).fill('Bearer of a secret');
  await button(page, 'Create').click();
  await titled(page, 'Weatherman').waitFor();
  await page.getByText('One is stored.').waitFor();
  expect(await page.getByLabel('Authorization', { exact: true }).inputValue()).toBe('');
  expect(await page.content()).not.toContain('of a secret');
  await page.getByLabel('Forget the stored authorization').check();
  await button(page, 'Save').click();
  await saved(page, 2).waitFor();
  expect(await page.getByLabel('Forget the stored authorization').count()).toBe(0);
});

test('G5, C2: of two who change one version, the second is told, and chooses', async ({ welcome }) => {
  const visitor = await welcome();
  visitor.troubles.expect(/409 \(Conflict\)/);
  const page = await visitor.open();
  await signUp(page);
  const address = await makeBot(page, 'Pirate');
  const other = await visitor.open(address);
  await field(other, 'Greeting').fill('From the other tab');
  await field(page, 'Greeting').fill('From this tab');
  await button(other, 'Save').click();
  await saved(other, 2).waitFor();
  await button(page, 'Save').click();
  await page.getByRole('alert').filter({ hasText: 'changed in the meantime' }).waitFor();
  await button(page, 'Show what is stored').click();
  await expect.poll(() => field(page, 'Greeting').inputValue()).toBe('From the other tab');

  await field(other, 'Greeting').fill('Once more from the other');
  await button(other, 'Save').click();
  await saved(other, 3).waitFor();
  await field(page, 'Greeting').fill('Mine after all');
  await button(page, 'Save').click();
  await button(page, 'Save mine all the same').click();
  await saved(page, 4).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Version 2' }).getByRole('button').click();
  await expect.poll(() => field(page, 'Greeting').inputValue()).toBe('From the other tab');
});

test('G5, C2: a bot goes out as a file and comes in as another', async ({ welcome }) => {
  const visitor = await welcome();
  visitor.troubles.expect(/400 \(Bad Request\)/);
  const page = await visitor.open();
  await signUp(page);
  await makeBot(page, 'Traveller');
  const download = page.waitForEvent('download');
  await button(page, 'Export').click();
  const file = await (await download).path();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ name: 'Traveller' });
  await linkTo(page, 'Bots').click();
  const input = page.locator('input[type=file]');
  const choose = (content: string) =>
    input.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  const alert = page.getByRole('alert');
  await choose('{}');
  await alert.filter({ hasText: 'it holds no bot that was exported' }).waitFor();
  expect(await alert.innerText()).not.toContain('Invalid input');
  await choose('{"format":"parlance.bot/1","name":"x","config":{"instructions":"","temperature":"hot"}}');
  await alert.filter({ hasText: 'config.temperature: Must be a number from 0 to 2.' }).waitFor();
  await input.setInputFiles({
    name: 'bot.json',
    mimeType: 'application/json',
    buffer: await readFile(file),
  });
  await titled(page, 'Traveller').waitFor();
  expect(await field(page, 'Instructions').inputValue()).toBe('Speak like a pirate.');
  await linkTo(page, 'Bots').click();
  await expect.poll(() => button(page, 'Edit Traveller').count()).toBe(2);
});

test('G5, C2: who has the link talks to a shared bot, and not to a private one', async ({
  stage,
  welcome,
}) => {
  const page = await (await welcome()).open();
  await signUp(page);
  const address = await makeBot(page, 'Host');
  const link = address.replace('/bots/', '/b/');
  const stranger = await welcome();
  stranger.troubles.expect(/404 \(Not Found\)/);
  const guest = await stranger.open(link);
  await titled(guest, 'This bot is not here').waitFor();

  await field(page, 'Greeting').fill('Welcome, stranger');
  await page.getByText('Who has the link', { exact: true }).click();
  await button(page, 'Save').click();
  await saved(page, 2).waitFor();
  await guest.reload();
  await guest.getByRole('heading', { name: 'Welcome, stranger' }).waitFor();
  stage.model.script({ text: 'Make yourself at home.' });
  const chat = new Chat(guest);
  await chat.ask('Hello');
  await chat.see('Make yourself at home.');
  await guest.goto('/bots');
  await guest.getByText('Sign in to make bots of your own.').waitFor();
});
