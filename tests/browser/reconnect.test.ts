import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { keepShownAnswers } from './support/shown-answers.ts';

const test = browserTest({ env: { RUN_LEASE_MS: '1000' } });

const WORDS = Array.from({ length: 60 }, (_, at) => `word${at + 1} `);
const WHOLE = WORDS.join('').trim();
/** An answer that is long in coming. */
const slowly = { text: WORDS, paceMs: 60 };
const never = new Promise<void>(() => {});

/** Each state of an answer is the beginning of the next one, and of the whole. */
function expectGrowing(shown: readonly string[]): void {
  for (const [at, text] of shown.entries()) {
    expect(WHOLE.startsWith(text.trim())).toBe(true);
    expect(text.trim().length).toBeGreaterThanOrEqual((shown[at - 1] ?? '').trim().length);
  }
}

test('G5, B2: reloaded in mid-answer, the answer goes on from where it was and ends whole', async ({
  stage,
  welcome,
}) => {
  stage.model.script(slowly);
  const page = await (await welcome()).open();
  const chat = new Chat(page);
  await chat.ask('Count');
  await chat.see('word8');
  await page.waitForURL('**/c/*');
  const before = (await chat.lastAnswer.innerText()).trim();
  const shown = await keepShownAnswers(page);
  await page.reload();
  await chat.see('word30');
  await chat.settle();
  const states = await shown();
  expectGrowing(states);
  expect(states[0]?.trim().startsWith(before)).toBe(true);
  expect((await chat.lastAnswer.innerText()).trim()).toBe(WHOLE);
  expect(await chat.answers.count()).toBe(1);
  expect(await chat.questions.count()).toBe(1);
});

test('G5, G1, B2: two tabs show the same answer as it comes', async ({ stage, welcome }) => {
  const held = Promise.withResolvers<void>();
  stage.model.script([{ text: 'First answer' }, { text: ['Seen ', 'in both'], hold: held.promise }]);
  const visitor = await welcome();
  const here = new Chat(await visitor.open());
  await here.ask('Hello');
  await here.settle();
  const there = new Chat(await visitor.open(here.page.url()));
  await there.see('First answer');

  await here.ask('And now?');
  await here.see('Seen in both');
  await there.see('Seen in both');
  await there.button('Stop').waitFor();
  held.resolve();
  for (const chat of [here, there]) {
    await chat.settle();
    expect(await chat.questions.allInnerTexts()).toEqual(['Hello', 'And now?']);
    expect(await chat.answers.count()).toBe(2);
  }
});

test('G5, B5: the server is killed in mid-answer and comes back: reconnecting is shown, what was said stays, the talk goes on', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: ['Half of ', 'an answer'], hold: never });
  const visitor = await welcome();
  visitor.troubles.expect(
    /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED/,
  );
  const chat = new Chat(await visitor.open());
  await chat.ask('Tell me');
  await chat.see('Half of an answer');
  await stage.end('SIGKILL');
  await chat.status.filter({ hasText: /reconnect/i }).waitFor();
  await chat.see('Half of an answer');
  await stage.start();
  await chat.status.filter({ hasText: /reconnect/i }).waitFor({ state: 'detached' });
  await chat.see(/interrupted/i);
  await chat.see('Half of an answer');

  stage.model.script({ text: 'On we go' });
  await chat.ask('Go on');
  await chat.see('On we go');
  expect(await chat.questions.allInnerTexts()).toEqual(['Tell me', 'Go on']);
  expect(await chat.answers.count()).toBe(2);
});

test('G5, B5: the server is killed before the answer began: it is answered after all', async ({
  stage,
  welcome,
}) => {
  const asked = Promise.withResolvers<void>();
  stage.model.script({
    fault: { hang: true },
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const visitor = await welcome();
  visitor.troubles.expect(
    /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED/,
  );
  const page = await visitor.open();
  const chat = new Chat(page);
  await chat.ask('Wait for it');
  await asked.promise;
  // A stranger's first question is known to the server by the id of its conversation alone.
  await page.waitForURL('**/c/*');
  await stage.end('SIGKILL');
  stage.model.script({ text: 'Answered after all' });
  await stage.start();
  await chat.see('Answered after all');
  await chat.settle();
  expect(await chat.answers.count()).toBe(1);
});

test('G5, B2: offline in mid-answer and back: the answer goes on with nothing lost or doubled', async ({
  stage,
  welcome,
}) => {
  stage.model.script(slowly);
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_INTERNET_DISCONNECTED/);
  const page = await visitor.newTab();
  const shown = await keepShownAnswers(page);
  await page.goto('/');
  const chat = new Chat(page);
  await chat.ask('Count');
  await chat.see('word5');
  await visitor.goOffline();
  await chat.status.filter({ hasText: /offline/i }).waitFor();
  await visitor.comeBack();
  await chat.see('word60');
  await chat.settle();
  expectGrowing(await shown());
  expect(await chat.answers.count()).toBe(1);
});

test('G5, B4: what is asked offline is sent once, by itself, when the network is back', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_INTERNET_DISCONNECTED/);
  const chat = new Chat(await visitor.open());
  stage.model.script([{ text: 'Good day' }, { text: 'Loud and clear' }]);
  await chat.ask('Hello');
  await chat.see('Good day');
  await chat.settle();
  await visitor.goOffline();
  await chat.ask('Do you hear me?');
  await chat.status.filter({ hasText: 'sent when you are back' }).waitFor();
  await visitor.comeBack();
  await chat.see('Loud and clear');
  await chat.settle();
  expect(await chat.questions.count()).toBe(2);
});

test('G5, B4: a first question that could not be sent is kept, and sent once when asked again', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/ERR_INTERNET_DISCONNECTED/);
  const chat = new Chat(await visitor.open());
  await visitor.goOffline();
  await chat.ask('Do you hear me?');
  await chat.button('Send again').waitFor();
  await visitor.comeBack();
  stage.model.script({ text: 'Loud and clear' });
  await chat.button('Send again').click();
  await chat.see('Loud and clear');
  await chat.settle();
  expect(await chat.questions.count()).toBe(1);
});
