import type { Page } from 'playwright-core';

declare const window: Window & { shownAnswers?: string[] };

/** Has a page, from its next load on, keep every state of its last answer that it ever shows. */
export async function keepShownAnswers(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shown: string[] = [];
    window.shownAnswers = shown;
    const look = () => {
      const text = [...document.querySelectorAll('article[aria-label="Assistant"]')].at(-1)?.textContent;
      if (text && text !== shown.at(-1)) shown.push(text);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => window.shownAnswers ?? []);
}
