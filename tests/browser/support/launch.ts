import { type Browser, chromium } from 'playwright-core';

/** Starts the browser that `.ci/browser` finds. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' });
