import { useCallback, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';

let begun = 0;
const listeners = new Set<() => void>();

/** Begins a new chat, also where one is open that has not got anywhere. */
export function useBeginNewChat(): () => void {
  const [, navigate] = useLocation();
  return useCallback(() => {
    begun++;
    for (const listener of listeners) listener();
    navigate('/');
  }, [navigate]);
}

/** Numbers the new chats: the address of two is the same. */
export const useNewChatNumber = (): number => useSyncExternalStore(subscribe, () => begun);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
