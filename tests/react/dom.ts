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

/** Does something where there is no page: the server's model client refuses to be made in a browser. */
export async function withoutWindow<T>(work: () => Promise<T>): Promise<T> {
  Reflect.deleteProperty(globalThis, 'window');
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { window });
  }
}
