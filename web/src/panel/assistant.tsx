import { type RefObject, useEffect, useRef, useState } from 'react';
import { AskAboutSelection } from '../selection/ask-about-selection.tsx';
import { ChatPanel, type ChatPanelProps } from './chat-panel.tsx';
import { Launcher } from './launcher.tsx';
import { useStoredConversation } from './use-stored-conversation.ts';

interface AssistantProps
  extends Pick<ChatPanelProps, 'title' | 'layout' | 'botId' | 'greeting' | 'suggestions'> {
  /** Where text can be selected to ask about it; null: nowhere. */
  within: RefObject<Node | null> | null;
  /** What this tab remembers the conversation by. */
  storageKey: string;
  onConversation?(id: string): void;
}

/** A chat beside a text: opened by its button, or by asking about a selection. */
export function Assistant({ within, storageKey, onConversation, ...panel }: AssistantProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [selectedText, setSelectedText] = useState<string | null>(null);
  const [conversationId, setConversationId] = useStoredConversation(storageKey);
  const launcher = useRef<HTMLButtonElement>(null);
  useFocusOnClose(launcher, isOpen);
  const close = () => setIsOpen(false);
  const ask = (text: string) => {
    setSelectedText(text);
    setIsOpen(true);
  };
  const take = (id: string | null) => {
    setConversationId(id);
    if (id !== null) onConversation?.(id);
  };
  return (
    <>
      {within && <AskAboutSelection within={within} onAsk={ask} />}
      <Launcher
        ref={launcher}
        isOpen={isOpen}
        isHidden={isOpen && panel.layout === 'docked'}
        onClick={() => setIsOpen(!isOpen)}
      />
      {isOpen && (
        <ChatPanel
          {...panel}
          conversationId={conversationId}
          onConversation={take}
          selectedText={selectedText}
          onClearSelection={() => setSelectedText(null)}
          onClose={close}
        />
      )}
    </>
  );
}

/** Whoever closes the panel is back where it was opened. */
function useFocusOnClose(opener: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [opener, isOpen]);
}
