import type { TextStorage } from '@parlance/client-sdk';

/** The browser's storage or, where it is forbidden, one that forgets when the page is left. */
export const storage = open(() => localStorage);

/** The same, of this tab alone. */
export const tabStorage = open(() => sessionStorage);

function open(find: () => Storage): TextStorage {
  try {
    const found = find();
    found.getItem('parlance');
    return found;
  } catch {
    return inMemory();
  }
}

function inMemory(): TextStorage {
  const shelf = new Map<string, string>();
  return {
    getItem: (key) => shelf.get(key) ?? null,
    setItem: (key, value) => void shelf.set(key, value),
    removeItem: (key) => void shelf.delete(key),
  };
}
