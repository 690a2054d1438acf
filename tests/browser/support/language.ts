import type { Page } from 'playwright-core';
import type { Visitor } from './visitor.ts';

const helpers = new WeakMap<Visitor, Page>();

/** Chooses a language in another tab, which every tab follows: names stay English until the page is looked at. */
export async function speak(visitor: Visitor, page: Page, language: 'en' | 'ar'): Promise<void> {
  const helper = helpers.get(visitor) ?? (await visitor.open('/health/live'));
  helpers.set(visitor, helper);
  await helper.evaluate((chosen) => localStorage.setItem('parlance.language', chosen), language);
  await page.locator(`html[lang="${language}"]`).waitFor();
}
