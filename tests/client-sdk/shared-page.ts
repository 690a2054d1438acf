import type { TextStorage } from '@parlance/client-sdk';
import { onTestFinished } from 'vitest';

/** A browser's storage, which its tabs share. */
export interface SharedStorage extends TextStorage {
  texts: Map<string, string>;
  /** How many listen to the page. */
  listeners(): number;
  /** Tells the page of something else. */
  tell(event: 'online'): void;
}

/** A storage that tells of each change by the event of the platform, which this process has while the test runs. */
export function sharedStorage(): SharedStorage {
  const texts = new Map<string, string>();
  const page = new EventTarget();
  const heard = new Set<unknown>();
  const tell = (event = 'storage') => queueMicrotask(() => page.dispatchEvent(new Event(event)));
  Object.assign(globalThis, {
    addEventListener: (...[type, listener]: Parameters<EventTarget['addEventListener']>) => {
      heard.add(listener);
      page.addEventListener(type, listener);
    },
    removeEventListener: (...[type, listener]: Parameters<EventTarget['removeEventListener']>) => {
      heard.delete(listener);
      page.removeEventListener(type, listener);
    },
  });
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, 'addEventListener');
    Reflect.deleteProperty(globalThis, 'removeEventListener');
  });
  return {
    texts,
    tell,
    listeners: () => heard.size,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => {
      texts.set(key, value);
      tell();
    },
    removeItem: (key) => {
      texts.delete(key);
      tell();
    },
  };
}
