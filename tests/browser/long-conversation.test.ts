import { expect } from 'vitest';
import { report } from '../harness/report.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { meterFrames } from './support/frame-meter.ts';
import { writeConversation } from './support/write-conversation.ts';

const MESSAGES = 2_000;
const MOST_IN_PAGE = 100;

const QUESTIONS = ['How does a leg keep its balance?', 'And on stairs?', 'Show me the controller.', 'Why?'];
const ANSWERS = [
  'It moves its foot under the point where it would fall.',
  `There are **three** ways:\n\n1. a wider stance\n2. a lower body\n3. ${'shorter steps '.repeat(30)}`,
  '```python\ndef step(error):\n    return kp * error + kd * (error - last)\n```\n\nTune `kp` first.',
  '| gait | feet down |\n| --- | --- |\n| walk | 3 |\n| trot | 2 |\n\nA trot needs active balance.',
];

/** By which a message is found again. */
const markAt = (at: number): string => `Message ${at + 1}.`;
const messages = Array.from({ length: MESSAGES }, (_, at) => ({
  text: `${markAt(at)} ${(at % 2 === 0 ? QUESTIONS : ANSWERS)[(at >> 1) % 4]}`,
}));

let conversationId = '';
const test = browserTest({
  prepare: async (database) => {
    conversationId = await writeConversation(database, 'A long talk', messages);
  },
});

test('G5: a conversation of 2,000 messages is scrolled from end to beginning, with few of them in the page', async ({
  welcome,
}) => {
  const page = await (await welcome()).open(`/c/${conversationId}`);
  const chat = new Chat(page);
  await chat.see(markAt(MESSAGES - 1));
  const pages = new Set<string>();
  page.on('request', (request) => {
    if (request.url().includes('history')) pages.add(request.url());
  });
  const inPage = chat.list.getByRole('article');
  const { x, y, width, height } = (await chat.list.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width / 2, y + height / 2);

  const stop = await meterFrames(page);
  const first = chat.questions.filter({ hasText: markAt(0) });
  let most = 0;
  while ((await first.count()) === 0) {
    await page.mouse.wheel(0, -1_500);
    most = Math.max(most, await inPage.count());
  }
  const smoothness = await stop();
  report('scrolling through 2,000 messages', { ...smoothness, mostInPage: most, historyCalls: pages.size });
  expect(most).toBeLessThanOrEqual(MOST_IN_PAGE);
});
