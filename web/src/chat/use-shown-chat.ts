import { useState } from 'react';

/** Numbers the chats that are shown one after the other: a new one keeps its number when it gets its id. */
export function useShownChat(conversationId: string | null, isNewChat: boolean): number {
  const [shown, setShown] = useState({ conversationId, number: 0 });
  if (shown.conversationId === conversationId) return shown.number;
  const isSame = isNewChat && shown.conversationId === null;
  const next = { conversationId, number: isSame ? shown.number : shown.number + 1 };
  setShown(next);
  return next.number;
}
