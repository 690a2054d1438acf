import { useAuth } from '@parlance/client-sdk/react';
import { useEffect, useState } from 'react';
import { GUEST, joined, readDraft, writeDraft } from './drafts.ts';

/** The chat that a draft is for. */
export interface DraftOptions {
  conversationId: string | null;
  isNewChat: boolean;
  /** Names where a new chat begins, among the places where one can. */
  newChatPlace: string;
  /** What is shown as not sent: after a reload it is a draft again. */
  unsent: string;
}

/** The text in the composer of a chat, kept for each person and chat. A new chat takes it along when it gets its id. */
export function useDraft(options: DraftOptions): [text: string, setText: (text: string) => void] {
  const { conversationId, isNewChat, newChatPlace, unsent } = options;
  const owner = useOwner();
  const place = conversationId ?? newChatPlace;
  const stored = () => (owner === null ? '' : readDraft({ owner, place }, unsent !== ''));
  const [draft, setDraft] = useState(() => ({ owner, place, text: stored() }));
  const { text } = draft.owner === owner && draft.place === place ? draft : next();
  function next() {
    const isSameChat = isNewChat && draft.place === newChatPlace && draft.owner === owner;
    const typed = isSameChat || draft.owner === null ? draft.text : '';
    const moved = { owner, place, text: isSameChat ? typed : joined(stored(), typed) };
    setDraft(moved);
    return moved;
  }
  useEffect(() => {
    if (owner === null) return;
    writeDraft({ owner, place }, text, unsent);
    if (isNewChat && place !== newChatPlace) writeDraft({ owner, place: newChatPlace }, '');
  }, [owner, place, isNewChat, newChatPlace, text, unsent]);
  return [text, (text) => setDraft({ owner, place, text })];
}

/** null: not known yet. */
function useOwner(): string | null {
  const { status, user } = useAuth();
  return status === 'signed-out' ? GUEST : (user?.id ?? null);
}
