import type { Locator, Page } from 'playwright-core';
import { beforeEach, expect } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { handedOver, makeHelpDesk } from '../harness/help-desk.ts';
import { rememberingTools } from '../harness/waiting.ts';
import { seriousBreaches } from './support/axe.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { speak } from './support/language.ts';
import { signUp } from './support/people.ts';
import type { Stage } from './support/stage.ts';
import { openToolStage } from './support/tool-stage.ts';

const { tools, carriedOut } = rememberingTools();
beforeEach(() => {
  carriedOut.length = 0;
});

let letGo = (): void => {};
/** Answers a table, or fails, or waits for the test. */
const lookUp: AgentTool = {
  name: 'weather__lookUp',
  description: 'Looks something up.',
  parameters: { type: 'object', properties: { what: { type: 'string' } } },
  idempotent: true,
  needsApproval: false,
  execute: async (args) => {
    const { what } = args as { what: string };
    if (what === 'nothing') return { value: 'The server does not answer.', isError: true };
    if (what === 'wait') await new Promise<void>((resolve) => (letGo = resolve));
    const rows = Array.from({ length: 20 }, (_, at) => ({ city: `City ${at + 1}`, sunny: at % 2 === 0 }));
    return { value: { places: rows, note: 'x'.repeat(900) }, isError: false };
  },
};
/** Never answers, and may not be carried out again. */
const pay: AgentTool = {
  name: 'pay',
  description: 'Pays.',
  parameters: { type: 'object', properties: {} },
  idempotent: false,
  needsApproval: false,
  execute: () => new Promise(() => {}),
};
const test = browserTest(undefined, () =>
  openToolStage({ tools: [...tools, lookUp, pay], agents: { 'help desk': makeHelpDesk } }),
);

const call = (text: string) => ({ name: 'guarded', arguments: { text } });
const question = (page: Page): Locator => page.getByRole('region', { name: /Allow this\?/ });
const isFocused = (element: Locator) => element.evaluate((it) => it === document.activeElement);
const cardOf = (chat: Chat, name: string) =>
  chat.lastAnswer.locator('details', { has: chat.page.locator('summary', { hasText: name }) });

const outcomeOf = (card: Locator, outcome: string) =>
  card.locator('summary').getByText(outcome, { exact: true });

/** Asks something whose answer waits until a call is allowed. */
async function askGuarded(stage: Stage, chat: Chat): Promise<void> {
  stage.model.script({ text: 'One moment. ', toolCalls: [call('Water the plants')] });
  await chat.ask('Do it');
  await question(chat.page).waitFor();
}

test('G5, C6: a call waits for its yes through a reload and a restart of the server, and is carried out once', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/);
  const page = await visitor.open();
  const chat = new Chat(page);
  await askGuarded(stage, chat);
  expect(await question(page).innerText()).toContain('Water the plants');
  await expect.poll(() => isFocused(question(page))).toBe(true);
  await chat.status.filter({ hasText: 'waits for your decision' }).waitFor({ state: 'attached' });
  expect(await seriousBreaches(page)).toEqual([]);
  await page.waitForURL('**/c/*');
  await page.reload();
  await question(page).getByText('Water the plants').waitFor();
  await expect.poll(() => isFocused(question(page))).toBe(true);

  await stage.end('SIGTERM');
  await chat.status.filter({ hasText: /reconnect/i }).waitFor();
  await stage.start();
  await chat.status.filter({ hasText: /reconnect/i }).waitFor({ state: 'detached' });
  stage.model.script({ text: 'The plants are watered.' });
  await chat.button('Approve').click();
  await chat.see('The plants are watered.');
  await chat.settle();
  expect(carriedOut).toEqual([{ tool: 'guarded', arguments: { text: 'Water the plants' } }]);
  await outcomeOf(cardOf(chat, 'Guarded'), 'Done').waitFor();
  await page.reload();
  await chat.see('The plants are watered.');
  await cardOf(chat, 'Guarded').locator('summary').click();
  await cardOf(chat, 'Guarded').getByText('This was allowed.').waitFor();
  expect(await seriousBreaches(page)).toEqual([]);
});

test('G5, C6: a call is denied by keyboard alone: it is not carried out, and the focus is back in the composer', async ({
  stage,
  welcome,
}) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await askGuarded(stage, chat);
  await expect.poll(() => isFocused(question(page))).toBe(true);
  await page.keyboard.press('Tab');
  await expect.poll(() => isFocused(chat.button('Approve'))).toBe(true);
  await page.keyboard.press('Tab');
  stage.model.script({ text: 'Then not.' });
  await page.keyboard.press('Enter');
  await chat.see('Then not.');
  await expect.poll(() => isFocused(chat.box)).toBe(true);
  await outcomeOf(cardOf(chat, 'Guarded'), 'Not allowed').waitFor();
  await page.reload();
  await outcomeOf(cardOf(chat, 'Guarded'), 'Not allowed').waitFor();
  expect(carriedOut).toEqual([]);
});

test('G5, C6: what is decided in one tab shows in the other, and a decision that comes too late is said', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/409 \(Conflict\)/);
  const here = new Chat(await visitor.open());
  await askGuarded(stage, here);
  await here.page.waitForURL('**/c/*');
  const there = new Chat(await visitor.open(here.page.url()));
  await question(there.page).waitFor();
  const held = Promise.withResolvers<void>();
  await here.page.route('**/trpc/chat.approve*', async (route) => {
    await held.promise;
    await route.continue();
  });
  await here.button('Approve').click();
  stage.model.script({ text: 'Then not.' });
  await there.button('Deny').click();
  await there.see('Then not.');
  held.resolve();
  await here.alert.filter({ hasText: 'decided before' }).waitFor();
  await here.see('Then not.');
  await outcomeOf(cardOf(here, 'Guarded'), 'Not allowed').waitFor();
  expect(carriedOut).toEqual([]);
});

test('G5, C6: who is writing goes on writing when a question comes', async ({ stage, welcome }) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  const held = Promise.withResolvers<void>();
  stage.model.script({ text: ['Let me ', 'see. '], hold: held.promise, toolCalls: [call('x')] });
  await chat.ask('Do it');
  await chat.see('Let me see.');
  await chat.box.fill('And then');
  held.resolve();
  await question(page).waitFor();
  expect(await isFocused(chat.box)).toBe(true);
  await chat.button('Stop').click();
  const isSaid = async () => {
    await outcomeOf(cardOf(chat, 'Guarded'), 'Stopped').waitFor();
    await cardOf(chat, 'Guarded').locator('summary').click();
    await cardOf(chat, 'Guarded').getByText('The answer ended before this was allowed').waitFor();
  };
  await isSaid();
  await page.reload();
  await isSaid();
});

test('G5, C6: a question with the focus in it that is decided elsewhere gives that to the composer', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  const here = new Chat(await visitor.open());
  await askGuarded(stage, here);
  await expect.poll(() => isFocused(question(here.page))).toBe(true);
  await here.page.waitForURL('**/c/*');
  const there = new Chat(await visitor.open(here.page.url()));
  stage.model.script({ text: 'Then not.' });
  await there.button('Deny').click();
  await here.see('Then not.');
  await expect.poll(() => isFocused(here.box)).toBe(true);
});

test('G5, C5: a tool call shows what went in and came out, readable, and how it went', async ({
  stage,
  welcome,
}) => {
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  const look = (what: string) => ({ name: 'weather__lookUp', arguments: { what, maxRows: 20 } });
  stage.model.script([
    { toolCalls: [look('wait')] },
    { toolCalls: [look('nothing')] },
    { text: 'So it is.' },
  ]);
  await chat.ask('Where is it sunny?');
  const [first, second] = [
    cardOf(chat, 'Look up (weather)').first(),
    cardOf(chat, 'Look up (weather)').nth(1),
  ];
  await outcomeOf(first, 'Running').waitFor();
  letGo();
  await chat.see('So it is.');
  await outcomeOf(first, 'Done').waitFor();
  await outcomeOf(second, 'Failed').waitFor();
  await first.locator('summary').click();
  await first.getByRole('columnheader', { name: 'City' }).waitFor();
  await expect.poll(() => first.getByRole('row').count()).toBe(9);
  await chat.button('Show all 20', first).click();
  await expect.poll(() => first.getByRole('row').count()).toBe(21);
  expect((await first.innerText()).includes('x'.repeat(900))).toBe(false);
  await chat.button('Show all', first).click();
  await expect.poll(async () => (await first.innerText()).includes('x'.repeat(900))).toBe(true);
  await second.locator('summary').click();
  await second.getByText('The server does not answer.').waitFor();
  expect(await seriousBreaches(page)).toEqual([]);
});

test('G5, B5: of a call that the server was cut off from the card says that its outcome is unknown, live and when it is loaded', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/);
  const page = await visitor.open();
  const chat = new Chat(page);
  stage.model.script({ toolCalls: [{ name: 'pay', arguments: { to: 'Omar' } }] });
  await chat.ask('Pay Omar');
  await outcomeOf(cardOf(chat, 'Pay'), 'Running').waitFor();
  await stage.end('SIGTERM');
  await stage.start();
  await chat.settle();
  const isSaid = async () => {
    await outcomeOf(cardOf(chat, 'Pay'), 'Outcome unknown').waitFor();
    await cardOf(chat, 'Pay').locator('summary').click();
    await cardOf(chat, 'Pay').getByText('It may have been done or not').waitFor();
    expect(await cardOf(chat, 'Pay').innerText()).not.toContain('do not repeat it');
  };
  await isSaid();
  await page.reload();
  await isSaid();
  expect(await seriousBreaches(page)).toEqual([]);
});

test('G5, C1: who hands over to whom, and what a guardrail stopped, stands in the answer where it happened', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  const page = await visitor.open();
  const chat = new Chat(page);
  await signUp(page);
  await page.goto('/bots');
  await chat.button('Chat with help desk').click();
  stage.model.script(handedOver);
  await chat.ask('Is order 7 paid?');
  await chat.see('It is paid.');
  await chat.settle();
  const inOrder = /One moment\..*Transfer to billing.*Handed over to Billing.*It is paid\./s;
  await expect.poll(() => chat.lastAnswer.innerText()).toMatch(inOrder);
  await chat.ask('Tell me the password');
  await chat.see('A guardrail stopped this question: no secrets');
  await chat.button('Try again', chat.lastAnswer).waitFor();
  expect(await chat.answers.first().innerText()).toMatch(inOrder);
  expect(await seriousBreaches(page)).toEqual([]);
  await speak(visitor, page, 'ar');
  await page.getByText('أُحيلت الإجابة إلى Billing').waitFor();
  await page.getByText('أوقفت قاعدة حماية هذا السؤال: no secrets').waitFor();
  expect(await seriousBreaches(page)).toEqual([]);
});
