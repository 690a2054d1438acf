import { useEffect, useRef, useState } from 'react';
import { useIdentity, useParlanceContext } from './context.ts';
import type { LiveChat } from './live/live-chat.ts';

/** What is going on in a conversation; null: in a new one, which stays the same when the server has made it. */
export function useLiveChat(conversationId: string | null): LiveChat {
  const { session } = useParlanceContext();
  const { generation } = useIdentity();
  const open = () => ({ session, generation, conversationId, live: session.open(conversationId) });
  const [held, setHeld] = useState(open);
  const isSame =
    held.session === session && held.generation === generation && held.conversationId === conversationId;
  if (isSame) return held.live;
  const next = open();
  setHeld(next);
  return next.live;
}

/** Calls back once when the server has made a new conversation. */
export function useOnConversation(
  conversationId: string | null,
  isNew: boolean,
  onConversation: ((id: string) => void) | undefined,
): void {
  const latest = useRef(onConversation);
  const told = useRef<string | null>(null);
  useEffect(() => {
    latest.current = onConversation;
  });
  useEffect(() => {
    if (!isNew || conversationId === null || told.current === conversationId) return;
    told.current = conversationId;
    latest.current?.(conversationId);
  }, [conversationId, isNew]);
}
