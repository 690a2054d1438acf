import type { ChatMessage, ChatMessagePart } from '@parlance/client-sdk/react';
import { useText } from '../../i18n/text.ts';
import { PartView } from '../parts/part-view.tsx';
import { AnswerActions } from './answer-actions.tsx';
import { EndingNote } from './ending-note.tsx';
import styles from './message.module.css';

interface AssistantMessageProps {
  message: ChatMessage;
  isOpen: boolean;
  onOpen(key: string | null): void;
}

export function AssistantMessage({ message, isOpen, onOpen }: AssistantMessageProps) {
  const { chat: text } = useText();
  const isStreaming = message.status === 'streaming' || message.status === 'sending';
  const parts = partsOf(message);
  return (
    <>
      {parts.map((part, index) => (
        <PartView
          key={keyOf(part, index)}
          part={part}
          streaming={isStreaming && (part.type === 'tool-call' || index === parts.length - 1)}
        />
      ))}
      {isStreaming && isBetween(parts.at(-1)) && <Thinking label={text.answering} />}
      <EndingNote message={message} />
      {message.id && !isStreaming && (
        <AnswerActions
          message={message}
          id={message.id}
          isAsking={isOpen}
          onAsk={(isAsking) => onOpen(isAsking ? message.key : null)}
        />
      )}
    </>
  );
}

function partsOf({ parts, text }: ChatMessage): ChatMessagePart[] {
  return parts.length > 0 || text === '' ? parts : [{ type: 'text', text }];
}

/** Nothing is being written, and nothing is being done that shows by itself. */
const isBetween = (last: ChatMessagePart | undefined): boolean =>
  last === undefined ||
  last.type === 'agent-changed' ||
  (last.type === 'tool-call' && last.durationMs !== null);

const keyOf = (part: ChatMessagePart, index: number): string =>
  part.type === 'tool-call' ? part.toolCallId : `${part.type}-${index}`;

function Thinking({ label }: { label: string }) {
  return (
    <div className={styles.thinking} role="img" aria-label={label}>
      <span />
      <span />
      <span />
    </div>
  );
}
