import type { ChatMessage } from '@parlance/client-sdk/react';
import { memo } from 'react';
import { useText } from '../../i18n/text.ts';
import { AssistantMessage } from './assistant-message.tsx';
import styles from './message.module.css';
import { UserMessage } from './user-message.tsx';

interface MessageItemProps {
  message: ChatMessage;
  /** The last message of the list: its actions are always in sight. */
  isLast: boolean;
  /** Whether its form is open: that of a question edits it, that of an answer asks what is wrong with it. */
  isOpen: boolean;
  onOpen(key: string | null): void;
}

/** One message. It is drawn again only when it changes itself. */
export const MessageItem = memo(function MessageItem({ message, isLast, isOpen, onOpen }: MessageItemProps) {
  const { chat: text } = useText();
  const isUser = message.role === 'user';
  return (
    <article
      className={styles.message}
      aria-label={isUser ? text.you : text.assistant}
      data-role={message.role}
      data-last={isLast || undefined}
    >
      {isUser ? (
        <UserMessage message={message} isEditing={isOpen} onEdit={onOpen} />
      ) : (
        <AssistantMessage message={message} isOpen={isOpen} onOpen={onOpen} />
      )}
    </article>
  );
});
