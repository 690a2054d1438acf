import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  if (typeof window === 'undefined') return () => {};
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

// Node's navigator does not know.
const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Whether the browser has a network, as far as it knows. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, isOnline, () => true);
