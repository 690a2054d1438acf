import type { BrowserContext, Page } from 'playwright-core';

/** What went wrong in the pages of a visitor: uncaught errors, console errors (breaches of the policy too), failed requests. */
export interface Troubles {
  /** Each on a line of its own, but for those that the test said it expects. */
  unexpected(): string[];
  /** Has what matches pass. */
  expect(pattern: RegExp): void;
}

// What a page gives up by itself, when it is left or a stream is no longer wanted.
const GIVEN_UP = 'net::ERR_ABORTED';

/** Watches every page of a context. */
export function watchTroubles(context: BrowserContext): Troubles {
  const found: string[] = [];
  const expected: RegExp[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', (error) => found.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('dialog', (dialog) => {
      found.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  };
  context.on('page', watch);
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      found.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'unknown';
    if (reason !== GIVEN_UP) found.push(`failed: ${request.method()} ${request.url()} ${reason}`);
  });
  return {
    unexpected: () => found.filter((trouble) => !expected.some((pattern) => pattern.test(trouble))),
    expect: (pattern) => expected.push(pattern),
  };
}
