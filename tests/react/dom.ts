import { JSDOM } from 'jsdom';

// Not vitest's jsdom: that one replaces Node's AbortSignal, Event and fetch, which must go together.
const { window } = new JSDOM('<!doctype html><title>Test</title>', {
  url: 'http://localhost/',
  pretendToBeVisual: true,
});
const { document, HTMLElement } = window;
Object.assign(globalThis, {
  window,
  document,
  HTMLElement,
  requestAnimationFrame: window.requestAnimationFrame,
  cancelAnimationFrame: window.cancelAnimationFrame,
});

/** The page's window. */
export const page = window;

// Not without a window altogether: what earlier tests have shown may still be told of something.
const windowOfNoPage = new Proxy(window, {
  get: (target, key) => (key === 'document' ? undefined : Reflect.get(target, key)),
});

/** Does something where there is no page: the server's model client refuses to be made in a browser. */
export async function withoutPage<T>(work: () => Promise<T>): Promise<T> {
  Object.assign(globalThis, { window: windowOfNoPage });
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { window });
  }
}
