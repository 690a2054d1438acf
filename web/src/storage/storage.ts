import type { TextStorage } from '@parlance/client-sdk';

/** The browser's storage or, where it is forbidden, one that forgets when the page is left. */
export const storage: TextStorage = available() ?? inMemory();

function available(): TextStorage | null {
  try {
    localStorage.getItem('parlance');
    return localStorage;
  } catch {
    return null;
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
