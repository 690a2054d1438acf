import type { UseChat } from '@parlance/client-sdk/react';
import type { RefObject } from 'react';
import styles from './chat.module.css';
import { Composer } from './composer/composer.tsx';
import { SelectionChip } from './composer/selection-chip.tsx';
import { ConnectionNotice } from './notices/connection-notice.tsx';
import { ErrorNotice } from './notices/error-notice.tsx';

interface ChatFootProps {
  chat: UseChat;
  isNewChat: boolean;
  busy: boolean;
  input: RefObject<HTMLTextAreaElement | null>;
  selectedText: string | null;
  onClearSelection(): void;
  onSend(message: string): void;
}

/** The composer, what goes along with the message, and what stands in the way of sending it. */
export function ChatFoot({ chat, selectedText, onClearSelection, ...composer }: ChatFootProps) {
  return (
    <div className={styles.foot}>
      <ConnectionNotice chat={chat} />
      <ErrorNotice chat={chat} />
      <Composer {...composer} conversationId={chat.conversationId} onStop={chat.stop}>
        {selectedText && <SelectionChip selectedText={selectedText} onRemove={onClearSelection} />}
      </Composer>
    </div>
  );
}
