import { useChat, useConversation } from '@parlance/client-sdk/react';
import { useEffect, useRef } from 'react';
import { ImageOrigin } from '../markdown/image-origin.ts';
import { useMarkdown } from '../markdown/use-markdown.ts';
import styles from './chat.module.css';
import { ChatBody } from './chat-body.tsx';
import { ChatContext } from './chat-context.ts';
import { ChatFoot } from './chat-foot.tsx';
import { StatusLine } from './notices/status-line.tsx';
import { useChatContextValue } from './use-chat-context-value.ts';
import { useShownChat } from './use-shown-chat.ts';

export interface ChatProps {
  /** null: a new chat. */
  conversationId: string | null;
  /** The new chat has got its id. */
  onConversation?(id: string): void;
  /** Offered when the conversation cannot be shown. */
  onNewChat?(): void;
  /** The bot that answers in a new chat; none: the server's default one. */
  botId?: string | null;
  /** Shown above the greeting. */
  botName?: string;
  greeting?: string;
  suggestions?: readonly string[];
  /** A text that goes along with the next question. */
  selectedText?: string | null;
  onClearSelection?(): void;
  variant?: 'page' | 'panel';
  /** The one origin that images in answers are loaded from; none: they are shown as links. */
  imageOrigin?: string | null;
}

/** A whole chat: messages, composer, and whatever there is to say about both. It knows nothing of the page around it. */
export function Chat(props: ChatProps) {
  const { conversationId, botId, onConversation, selectedText = null, onClearSelection } = props;
  const chat = useChat({ conversationId, botId, onConversation });
  const isNewChat = conversationId === null;
  const shown = useShownChat(chat.conversationId, isNewChat);
  const input = useRef<HTMLTextAreaElement>(null);
  const isBotGone = useConversation(chat.conversationId).data?.botId === null;
  const busy = chat.status === 'sending' || chat.status === 'streaming';
  const context = useChatContextValue(chat, { busy, isBotGone }, input);
  const { focusComposer } = context;
  // biome-ignore lint/correctness/useExhaustiveDependencies: who has chosen a text is about to ask, once
  useEffect(() => {
    if (selectedText !== null) focusComposer();
  }, [selectedText]);

  const send = (message: string) => {
    chat.send({ message, selectedText });
    onClearSelection?.();
    focusComposer();
  };

  return (
    <ChatContext value={context}>
      <ImageOrigin value={props.imageOrigin ?? null}>
        <div
          className={styles.chat}
          data-chat=""
          data-variant={props.variant ?? 'page'}
          // An answer will follow.
          onInput={useMarkdown.preload}
        >
          <ChatBody
            key={`body-${shown}`}
            chat={chat}
            botName={props.botName}
            greeting={props.greeting}
            suggestions={props.suggestions}
            onSuggestion={send}
            onNewChat={props.onNewChat}
          />
          <ChatFoot
            chat={chat}
            isNewChat={isNewChat}
            newChatPlace={`new ${props.variant ?? 'page'} ${botId ?? ''}`}
            isBotGone={isBotGone}
            busy={busy}
            input={input}
            selectedText={selectedText}
            onClearSelection={() => onClearSelection?.()}
            onSend={send}
            onNewChat={props.onNewChat}
          />
          <StatusLine key={`status-${shown}`} chat={chat} />
        </div>
      </ImageOrigin>
    </ChatContext>
  );
}
