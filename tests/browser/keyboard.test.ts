import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { accountMenu, signUp } from './support/people.ts';
import { ways } from './support/visitor.ts';

const test = browserTest();

/** Presses Tab until a control with this name has the focus. Every stop on the way has to be seen. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
        isShown: box.width > 0 && box.height > 0,
        isMarked: outlineStyle !== 'none' || boxShadow !== 'none' || element.tagName === 'TEXTAREA',
      };
    });
    if (focused === null || focused.name === '') continue;
    expect(focused).toMatchObject({ isShown: true, isMarked: true });
    if (focused.name === name) return;
  }
  throw new Error(`Tab never comes to ${name}`);
}

test('G5: ask, stop, ask again and edit without a pointer', async ({ stage, welcome }) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  stage.model.script([
    { text: ['Half'], hold: new Promise(() => {}) },
    { text: 'Another' },
    { text: 'Edited' },
  ]);
  await page.keyboard.type('Begin');
  await page.keyboard.press('Enter');
  await chat.see('Half');
  await tabTo(page, 'Stop');
  await page.keyboard.press('Enter');
  await chat.settle();
  await expect.poll(() => chat.box.evaluate((box) => box === document.activeElement)).toBe(true);
  await tabTo(page, 'Try again', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await chat.see('Another');
  await chat.settle();
  await tabTo(page, 'Edit', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Begin anew');
  await tabTo(page, 'Save');
  await page.keyboard.press('Enter');
  await chat.see('Edited');
});

test('G5: when an answer ends while Stop has the focus, the composer takes it over', async ({
  stage,
  welcome,
}) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  const held = Promise.withResolvers<void>();
  stage.model.script({ text: ['Half ', 'and whole'], hold: held.promise });
  await chat.ask('Begin');
  await chat.see('Half');
  await tabTo(page, 'Stop');
  held.resolve();
  await chat.settle();
  await expect.poll(() => chat.box.evaluate((box) => box === document.activeElement)).toBe(true);
});

test('G5: a first Tab leads past the navigation', async ({ welcome }) => {
  const page = await (await welcome()).open('/learn');
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
});

test('G5: the account menu opens, is left by Escape and gives the focus back', async ({ welcome }) => {
  const page = await (await welcome()).newTab();
  const person = await signUp(page);
  await accountMenu(page, person).press('Enter');
  const signOut = page.getByRole('button', { name: 'Sign out', exact: true });
  await signOut.waitFor();
  await page.keyboard.press('Escape');
  await signOut.waitFor({ state: 'hidden' });
  await expect
    .poll(() => accountMenu(page, person).evaluate((button) => button === document.activeElement))
    .toBe(true);
});

test('G5: the drawer of a phone keeps the focus, and gives it back', async ({ welcome }) => {
  const page = await (await welcome(ways.phone)).open();
  const chat = new Chat(page);
  const opener = chat.button('Open conversations');
  await opener.press('Enter');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await list.waitFor();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    const isBehind = await page.evaluate(() => document.activeElement?.closest('main') != null);
    expect(isBehind).toBe(false);
  }
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
});
