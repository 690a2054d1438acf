import type { BrowserContextOptions, Page } from 'playwright-core';
import { holdBackForeignRequests } from './origins.ts';
import type { Stage } from './stage.ts';
import { type Troubles, watchTroubles } from './troubles.ts';

/** Somebody with a browser profile of their own: what one tab stores, the other tabs see. */
export interface Visitor {
  /** Opens a path of the server, or an address, in a new tab. */
  open(address?: string): Promise<Page>;
  /** A tab with nothing in it. */
  newTab(): Promise<Page>;
  troubles: Troubles;
  /** Addresses of other hosts that a page asked for. */
  foreignRequests: readonly string[];
  goOffline(): Promise<void>;
  comeBack(): Promise<void>;
  leave(): Promise<void>;
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** How a visitor comes, for tests and screenshots that go through all ways. */
export const ways = {
  desktop: { viewport: DESKTOP },
  phone: { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;

export async function arrive(stage: Stage, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await stage.browser.newContext({
    baseURL: stage.url,
    ...ways.desktop,
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const troubles = watchTroubles(context);
  const foreignRequests = await holdBackForeignRequests(context);
  return {
    open: async (address = '/') => {
      const page = await context.newPage();
      await page.goto(address);
      return page;
    },
    newTab: () => context.newPage(),
    troubles,
    foreignRequests,
    goOffline: () => context.setOffline(true),
    comeBack: () => context.setOffline(false),
    leave: () => context.close(),
  };
}
