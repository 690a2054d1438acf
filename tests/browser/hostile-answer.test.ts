import { expect } from 'vitest';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { hostileAnswers } from './support/hostile-answers.ts';

const test = browserTest();

for (const { name, answer, shown } of hostileAnswers) {
  test(`G5, H5: ${name} in an answer does nothing`, async ({ stage, welcome }) => {
    stage.model.script({ text: [...answer] });
    // That no request leaves, no dialog opens and no policy is breached is held against every visit.
    const page = await (await welcome()).open();
    const chat = new Chat(page);
    await chat.ask('Harm me');
    await chat.settle();
    await chat.see(shown);
    const made = await chat.lastAnswer.evaluate((article) => ({
      elements: article.querySelectorAll(
        'script, iframe, object, embed, style, link, meta, base, form, img, video, audio, math',
      ).length,
      handlers: [...article.querySelectorAll('*')].flatMap((element) =>
        element.getAttributeNames().filter((attribute) => attribute.startsWith('on')),
      ),
      links: [...article.querySelectorAll('a')].map(({ protocol, rel, target }) => ({
        protocol,
        rel,
        target,
      })),
    }));
    expect(made.elements).toBe(0);
    expect(made.handlers).toEqual([]);
    for (const link of made.links) {
      expect(link).toEqual({ protocol: 'https:', rel: 'noopener noreferrer', target: '_blank' });
    }
    expect(await page.title()).not.toContain('evil');
    expect(new URL(page.url()).origin).toBe(stage.url);
  });
}
