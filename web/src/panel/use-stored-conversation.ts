import { useState } from 'react';
import { tabStorage } from '../storage/storage.ts';

/** The conversation that a panel is in: this tab remembers it, no other does. */
export function useStoredConversation(
  key: string,
): [conversationId: string | null, set: (id: string | null) => void] {
  const [conversationId, setConversationId] = useState(() => tabStorage.getItem(key));
  const set = (id: string | null) => {
    setConversationId(id);
    if (id === null) tabStorage.removeItem(key);
    else tabStorage.setItem(key, id);
  };
  return [conversationId, set];
}
