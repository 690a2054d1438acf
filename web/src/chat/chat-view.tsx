import { useAuth, useBotDescription, useConversation } from '@parlance/client-sdk/react';
import { Link, useLocation } from 'wouter';
import { rememberGuestConversation } from '../guest/guest-conversations.ts';
import { useIsBeingAdopted } from '../guest/use-adoption.ts';
import { useText } from '../i18n/text.ts';
import { Notice } from '../shell/notice.tsx';
import { useTitle } from '../shell/use-title.ts';
import { ButtonLink } from '../ui/button-link.tsx';
import { Chat } from './chat.tsx';
import styles from './chat-view.module.css';
import { useBeginNewChat, useNewChatNumber } from './new-chat.ts';

interface ChatViewProps {
  /** null: a new one. */
  conversationId: string | null;
  /** The bot that a new one is with; null: the server's default one. */
  botId: string | null;
}

/** The conversation with this id, or a new one. */
export function ChatView({ conversationId, botId }: ChatViewProps) {
  const { account, bots, chat: text, shell, sidebar } = useText();
  const [address, navigate] = useLocation();
  const { status } = useAuth();
  const isBeingAdopted = useIsBeingAdopted(conversationId);
  const { data: conversation, error: unread } = useConversation(isBeingAdopted ? null : conversationId);
  const { data: bot, error } = useBotDescription(botId);
  const title = conversation?.title ?? bot?.name ?? null;
  useTitle(title);
  const beginNewChat = useBeginNewChat();
  const newChatNumber = useNewChatNumber();

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
  if (status === 'signed-out' && conversation === undefined && unread?.code === 'not_found') {
    return (
      <Notice role="alert" title={text.signInToSee} advice={text.signInToSeeAdvice}>
        <ButtonLink href={`/sign-in?next=${encodeURIComponent(address)}`}>{account.signIn}</ButtonLink>
        <Link href="/">{shell.goHome}</Link>
      </Notice>
    );
  }
  const isBotUnknown = botId !== null && bot === undefined && error === null;
  if (isBeingAdopted || isBotUnknown) return <p className={styles.loading}>{shell.loading}</p>;
  return (
    <>
      <h1 className="visually-hidden">{title ?? sidebar.untitled}</h1>
      <Chat
        key={newChatNumber}
        conversationId={conversationId}
        botId={botId}
        imageOrigin={location.origin}
        onConversation={onConversation}
        onNewChat={beginNewChat}
        {...(bot && {
          ...(bot.greeting !== null && { botName: bot.name }),
          greeting: bot.greeting ?? bots.greetingOf(bot.name),
          suggestions: [],
        })}
      />
    </>
  );
}
