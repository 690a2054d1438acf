import type { UseChat } from '@parlance/client-sdk/react';
import type { RefObject } from 'react';
import styles from './chat.module.css';
import { BotGone } from './composer/bot-gone.tsx';
import { Composer } from './composer/composer.tsx';
import { joined } from './composer/drafts.ts';
import { SelectionChip } from './composer/selection-chip.tsx';
import { ConnectionNotice } from './notices/connection-notice.tsx';
import { ErrorNotice } from './notices/error-notice.tsx';

interface ChatFootProps {
  chat: UseChat;
  isNewChat: boolean;
  newChatPlace: string;
  /** The conversation can only be read. */
  isBotGone: boolean;
  busy: boolean;
  input: RefObject<HTMLTextAreaElement | null>;
  selectedText: string | null;
  onClearSelection(): void;
  onSend(message: string): void;
  onNewChat: (() => void) | undefined;
}

/** The composer, what goes along with the message, and what stands in the way of sending it. */
export function ChatFoot(props: ChatFootProps) {
  const { chat, isBotGone, selectedText, onClearSelection, onNewChat, ...composer } = props;
  return (
    <div className={styles.foot}>
      <ConnectionNotice chat={chat} />
      <ErrorNotice chat={chat} />
      {isBotGone ? (
        <BotGone onNewChat={onNewChat} />
      ) : (
        <Composer
          {...composer}
          conversationId={chat.conversationId}
          unsent={unsentOf(chat.messages)}
          onStop={chat.stop}
        >
          {selectedText && <SelectionChip selectedText={selectedText} onRemove={onClearSelection} />}
        </Composer>
      )}
    </div>
  );
}

const unsentOf = (messages: UseChat['messages']): string =>
  joined(...messages.filter(({ status }) => status === 'unsent').map(({ text }) => text));
