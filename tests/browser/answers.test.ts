import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';

const test = browserTest();

test('G5, B3: Stop ends the answer, keeps what was said, and the talk goes on', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: ['One ', 'two'], hold: new Promise(() => {}) });
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('Count');
  await chat.see('One two');
  await chat.button('Stop').click();
  await chat.settle();
  await chat.see('One two');
  await chat.page.reload();
  await chat.see('One two');
  stage.model.script({ text: 'Three' });
  await chat.ask('Go on');
  await chat.see('Three');
});

test('G5: an edited question has its own answer, and both versions can be read', async ({
  stage,
  welcome,
}) => {
  stage.model.script([{ text: 'About cats' }, { text: 'About dogs' }]);
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('Tell me of cats');
  await chat.see('About cats');
  await chat.settle();
  await chat.button('Edit', chat.questions.last()).click();
  const editor = chat.questions.last().getByRole('textbox');
  await editor.fill('Tell me of dogs');
  await chat.button('Save').click();
  await chat.see('About dogs');
  await chat.settle();
  expect(await chat.questions.count()).toBe(1);

  await chat.button('Previous version', chat.questions.last()).click();
  await chat.see('About cats');
  await chat.questions.filter({ hasText: 'Tell me of cats' }).waitFor();
  await chat.page.reload();
  await chat.see('About cats');
  await chat.button('Next version', chat.questions.last()).click();
  await chat.see('About dogs');
});

test('G5: an edit is given up with Escape, and the focus is back on Edit', async ({ stage, welcome }) => {
  stage.model.script({ text: 'Fine' });
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('As it is');
  await chat.settle();
  const edit = chat.button('Edit', chat.questions.last());
  await edit.press('Enter');
  await chat.page.keyboard.type(' not');
  await chat.page.keyboard.press('Escape');
  await expect.poll(() => chat.questions.last().innerText()).toContain('As it is');
  await expect.poll(() => edit.evaluate((button) => button === document.activeElement)).toBe(true);
});

test('G5: an answer is asked for again, and both can be read', async ({ stage, welcome }) => {
  stage.model.script([{ text: 'First try' }, { text: 'Second try' }]);
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('Try');
  await chat.see('First try');
  await chat.settle();
  await chat.button('Try again', chat.lastAnswer).click();
  await chat.see('Second try');
  await chat.settle();
  expect(await chat.answers.count()).toBe(1);
  await chat.button('Previous version', chat.lastAnswer).click();
  await chat.see('First try');
});

test('G5: a thumb stays after a reload, and can be taken back', async ({ stage, welcome }) => {
  stage.model.script({ text: 'Useful' });
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('Help');
  await chat.settle();
  const good = chat.button('Good answer', chat.lastAnswer);
  const pressed = () => good.getAttribute('aria-pressed');
  const { pathname } = new URL(chat.page.url());
  const stored = async () => {
    const answer = await fetch(`${stage.url}/api/v1/conversations/${pathname.split('/').at(-1)}/messages`);
    return ((await answer.json()) as { messages: { rating: string | null }[] }).messages.at(-1)?.rating;
  };
  await good.click();
  await expect.poll(pressed).toBe('true');
  await expect.poll(stored).toBe('positive');
  await chat.page.reload();
  await chat.settle();
  await expect.poll(pressed).toBe('true');
  await good.click();
  await expect.poll(pressed).toBe('false');
});

test('G5, C8: a model that fails is said, with a way on that works', async ({ stage, welcome }) => {
  stage.model.script([
    { text: ['Half an'], fault: { errorChunkAfter: 1 } },
    { fault: { status: 400 } },
    { text: 'Now it works' },
  ]);
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('Try');
  const again = chat.button('Try again', chat.lastAnswer);
  await again.click();
  await again.click();
  await chat.see('Now it works');
  await chat.settle();
});

test('G5: code is copied as it was written', async ({ stage, welcome }) => {
  const code = 'def f(x):\n    return x < 1 and "<b>"';
  stage.model.script({ text: [`Here:\n\n\`\`\`python\n${code}\n\`\`\`\n`] });
  const visitor = await welcome({ permissions: ['clipboard-read', 'clipboard-write'] });
  const chat = new Chat(await visitor.open());
  await chat.ask('Code');
  await chat.settle();
  await chat.button('Copy code').click();
  await expect.poll(() => chat.page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test('G5: an answer that cannot be drawn is shown as its text, and the conversation goes on', async ({
  stage,
  welcome,
}) => {
  // So many quotations in each other overflow the stack of what draws them.
  stage.model.script([{ text: `${'>'.repeat(6_000)} deep down` }, { text: 'Less **deep**' }]);
  const visitor = await welcome();
  visitor.troubles.expect(/Maximum call stack size exceeded/);
  const chat = new Chat(await visitor.open());
  await chat.ask('How deep?');
  await chat.see('> deep down');
  await chat.button('Stop').waitFor({ state: 'detached' });
  await chat.ask('And now?');
  await chat.see('Less deep');
  await chat.page.reload();
  await chat.see('Less deep');
  await chat.answers.first().filter({ hasText: '> deep down' }).waitFor();
});
