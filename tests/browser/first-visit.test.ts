import { expect } from 'vitest';
import { report } from '../harness/report.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { firstLoadScripts } from './support/first-load.ts';

const test = browserTest();
const FIRST_LOAD_LIMIT = 180_000;

test('G5: a first visitor has an answer in three actions: open, type, press Enter', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: 'A robot that walks on **two legs**.' });
  const visitor = await welcome();
  const page = await visitor.open('/');
  const chat = new Chat(page);
  await chat.box.and(page.locator(':focus')).waitFor();
  await page.keyboard.type('What is a biped?');
  await page.keyboard.press('Enter');
  await chat.see('A robot that walks on two legs.');
  expect(await chat.questions.allInnerTexts()).toEqual(['What is a biped?']);
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/c\/[0-9a-f-]{36}$/);
});

test('G5: the first load is at most 180 kB of JavaScript, gzipped', async ({ welcome }) => {
  const visitor = await welcome();
  const page = await visitor.newTab();
  const scripts = await firstLoadScripts(page, '/');
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  report('first load', { kB: Math.round(total / 100) / 10, ...Object.fromEntries(scripts) });
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
});

test('G5: an address that is none of the page says so and leads on', async ({ welcome }) => {
  const visitor = await welcome();
  visitor.troubles.expect(/404 \(Not Found\)/);
  const page = await visitor.open('/no/such/page');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('main').getByRole('link').first().click();
  await new Chat(page).box.waitFor();
});

test('G5: a conversation that does not exist is told from one that could not be loaded', async ({
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/404 \(Not Found\)/);
  const page = await visitor.open('/c/01900000-0000-7000-8000-000000000000');
  await page.getByRole('main').getByRole('alert').waitFor();
});
