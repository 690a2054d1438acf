import { useAuth, useConversation } from '@parlance/client-sdk/react';
import { useLocation } from 'wouter';
import { rememberGuestConversation } from '../guest/guest-conversations.ts';
import { useText } from '../i18n/text.ts';
import { useTitle } from '../shell/use-title.ts';
import { Chat } from './chat.tsx';

/** The conversation with this id, or a new one. */
export function ChatView({ conversationId }: { conversationId: string | null }) {
  const { sidebar } = useText();
  const [, navigate] = useLocation();
  const { status } = useAuth();
  const { data: conversation } = useConversation(conversationId);
  const title = conversation?.title ?? null;
  useTitle(title);

  const onConversation = (id: string) => {
    if (status === 'signed-out') rememberGuestConversation(id);
    navigate(`/c/${id}`, { replace: true });
  };
  return (
    <>
      <h1 className="visually-hidden">{title ?? sidebar.untitled}</h1>
      <Chat
        conversationId={conversationId}
        imageOrigin={location.origin}
        onConversation={onConversation}
        onNewChat={() => navigate('/')}
      />
    </>
  );
}
