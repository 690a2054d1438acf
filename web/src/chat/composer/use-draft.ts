import { useEffect, useState } from 'react';
import { readDraft, writeDraft } from './drafts.ts';

/** The text in the composer of a conversation, kept for each. A new chat takes it along when it gets its id. */
export function useDraft(
  conversationId: string | null,
  isNewChat: boolean,
): [text: string, setText: (text: string) => void] {
  const [draft, setDraft] = useState(() => ({ conversationId, text: readDraft(conversationId) }));
  const { text } = draft.conversationId === conversationId ? draft : next();
  function next() {
    const isSameChat = isNewChat && draft.conversationId === null;
    const moved = { conversationId, text: isSameChat ? draft.text : readDraft(conversationId) };
    setDraft(moved);
    return moved;
  }
  useEffect(() => {
    writeDraft(conversationId, text);
    if (isNewChat && conversationId !== null) writeDraft(null, '');
  }, [conversationId, isNewChat, text]);
  return [text, (text) => setDraft({ conversationId, text })];
}
