import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { ways } from './support/visitor.ts';

const test = browserTest();
const SECTION = `## A section\n\nA paragraph of a long answer. ${'It goes on with words that fill the line. '.repeat(4)}`;

for (const [way, how] of Object.entries(ways)) {
  test(`G5: below a long answer, each new question and its answer are in sight: ${way}`, async ({
    stage,
    welcome,
  }) => {
    const answers = Array.from({ length: 6 }, (_, at) => `Short answer ${at + 1}.`);
    stage.model.script([
      { text: Array<string>(30).fill(SECTION).join('\n\n') },
      ...answers.map((text) => ({ text })),
    ]);
    const chat = new Chat(await (await welcome(how)).open());
    const below = () => chat.list.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
    await chat.ask('Tell me at length');
    await chat.settle();
    for (const answer of answers) {
      await chat.ask('Short question');
      await chat.see(answer);
      await chat.settle();
      await expect.poll(below).toBeLessThan(32);
    }
  });
}

test('G5: who scrolls up during an answer is left there', async ({ stage, welcome }) => {
  const held = Promise.withResolvers<void>();
  const words = Array<string>(20).fill(`${SECTION}\n\n`);
  stage.model.script([{ text: words.join('') }, { text: words, hold: held.promise }]);
  const chat = new Chat(await (await welcome()).open());
  await chat.ask('Tell me at length');
  await chat.settle();
  await chat.ask('Go on');
  await chat.see('A section');
  await chat.list.hover();
  await chat.page.mouse.wheel(0, -600);
  await chat.button('Jump to latest').waitFor();
  held.resolve();
  await chat.button('Stop').waitFor({ state: 'detached' });
  await chat.button('Jump to latest').click();
  await chat.button('Jump to latest').waitFor({ state: 'detached' });
});
