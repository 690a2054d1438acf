import type { UseChat } from '@parlance/client-sdk/react';
import { useText } from '../i18n/text.ts';
import styles from './chat.module.css';
import { LoadError } from './load-error.tsx';
import { MessageList } from './messages/message-list.tsx';
import { Welcome, type WelcomeProps } from './welcome.tsx';

interface ChatBodyProps extends WelcomeProps {
  chat: UseChat;
  onNewChat: (() => void) | undefined;
}

/** The messages or, where there are none, why, and what to do. */
export function ChatBody({ chat, onNewChat, ...welcome }: ChatBodyProps) {
  const { shell } = useText();
  if (chat.messages.length > 0) return <MessageList {...chat} />;
  if (chat.status === 'loading') return <p className={styles.loading}>{shell.loading}</p>;
  if (chat.status === 'error') return <LoadError chat={chat} onNewChat={onNewChat} />;
  return <Welcome {...welcome} />;
}
