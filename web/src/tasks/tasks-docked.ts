import { useSyncExternalStore } from 'react';
import { storage } from '../storage/storage.ts';

const KEY = 'parlance.tasks';
const listeners = new Set<() => void>();

/** Whether the list of tasks stands beside the chat. This browser remembers it. */
export function useTasksDocked(): [isDocked: boolean, setDocked: (isDocked: boolean) => void] {
  return [useSyncExternalStore(subscribe, isDocked), setDocked];
}

const isDocked = (): boolean => storage.getItem(KEY) === 'open';

function setDocked(docked: boolean): void {
  if (docked) storage.setItem(KEY, 'open');
  else storage.removeItem(KEY);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
