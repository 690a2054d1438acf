import type { TextStorage } from '@parlance/client-sdk';

/** The browser's storage; what it refuses (it is forbidden, or full) is kept until the page is left. */
export const storage = open(() => localStorage);

/** The same, of this tab alone. */
export const tabStorage = open(() => sessionStorage);

function open(find: () => Storage): TextStorage {
  const refused = inMemory();
  try {
    const found = find();
    found.getItem('parlance');
    return {
      getItem: (key) => refused.getItem(key) ?? found.getItem(key),
      setItem: (key, value) => {
        refused.removeItem(key);
        try {
          found.setItem(key, value);
        } catch {
          refused.setItem(key, value);
        }
      },
      removeItem: (key) => {
        refused.removeItem(key);
        found.removeItem(key);
      },
    };
  } catch {
    return refused;
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
