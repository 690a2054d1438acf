import { useAuth, useBotDescription, useConversation } from '@parlance/client-sdk/react';
import { Link, useLocation } from 'wouter';
import { rememberGuestConversation } from '../guest/guest-conversations.ts';
import { useText } from '../i18n/text.ts';
import { Notice } from '../shell/notice.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Chat } from './chat.tsx';

interface ChatViewProps {
  /** null: a new one. */
  conversationId: string | null;
  /** The bot that a new one is with; null: the server's default one. */
  botId: string | null;
}

/** The conversation with this id, or a new one. */
export function ChatView({ conversationId, botId }: ChatViewProps) {
  const { bots, shell, sidebar } = useText();
  const [, navigate] = useLocation();
  const { status } = useAuth();
  const { data: conversation } = useConversation(conversationId);
  const { data: bot, error } = useBotDescription(botId);
  const title = conversation?.title ?? bot?.name ?? null;
  useTitle(title);

  const onConversation = (id: string) => {
    if (status === 'signed-out') rememberGuestConversation(id);
    navigate(`/c/${id}`, { replace: true });
  };
  if (error?.code === 'not_found' || error?.code === 'bad_request') {
    return (
      <Notice title={bots.goneTitle} advice={bots.goneAdvice}>
        <Link href="/">{shell.goHome}</Link>
      </Notice>
    );
  }
  return (
    <>
      <h1 className="visually-hidden">{title ?? sidebar.untitled}</h1>
      <Chat
        conversationId={conversationId}
        botId={botId}
        imageOrigin={location.origin}
        onConversation={onConversation}
        onNewChat={() => navigate('/')}
        {...(bot && {
          ...(bot.greeting !== null && { botName: bot.name }),
          greeting: bot.greeting ?? bots.greetingOf(bot.name),
          suggestions: [],
        })}
      />
    </>
  );
}
