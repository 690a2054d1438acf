import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';

const test = browserTest();

test('G5, A4: what is selected in the textbook is asked about, and the answer rests on it', async ({
  stage,
  welcome,
}) => {
  const page = await (await welcome()).open('/learn');
  const paragraph = page.getByRole('main').locator('p').nth(1);
  const sentence = await paragraph.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    return element.textContent?.trim() ?? '';
  });
  const chat = new Chat(page);
  await chat.button('Ask about this').click();
  await chat.ask('What does this say?');
  await chat.settle();
  const asked = stage.model.requests.findLast(({ purpose }) => purpose !== 'title');
  expect(JSON.stringify(asked?.turns)).toContain(JSON.stringify(sentence.slice(0, 60)).slice(1, -1));
  const quote = (await chat.lastAnswer.innerText()).match(/[“"«](.+?)[”"»]/s)?.[1] ?? '';
  expect(quote).not.toBe('');
  expect(sentence).toContain(quote);
});
