import type { ChatMessage, UseChat } from '@parlance/client-sdk/react';
import { useState } from 'react';
import { type Dictionary, useText } from '../../i18n/text.ts';
import styles from './notices.module.css';

type Saying = keyof Pick<
  Dictionary['chat'],
  'answering' | 'waitingForYou' | 'answerFinished' | 'stopped' | 'answerFailed'
>;

/** For those who hear the page: that an answer begins and ends, not each word of it. */
export function StatusLine({ chat: { messages, status } }: { chat: UseChat }) {
  const { chat: text } = useText();
  const [hasAnswered, setAnswered] = useState(false);
  const busy = status === 'sending' || status === 'streaming';
  if (busy && !hasAnswered) setAnswered(true);
  const saying = busy
    ? isWaiting(messages.at(-1))
      ? 'waitingForYou'
      : 'answering'
    : hasAnswered
      ? endings[messages.at(-1)?.status ?? 'done']
      : null;
  return (
    <p role="status" className={styles.heard}>
      {saying && text[saying]}
    </p>
  );
}

const isWaiting = (last: ChatMessage | undefined): boolean =>
  last?.parts.some((part) => part.type === 'tool-call' && part.approval?.decision === 'pending') === true;

const endings: Record<ChatMessage['status'], Saying | null> = {
  done: 'answerFinished',
  stopped: 'stopped',
  failed: 'answerFailed',
  interrupted: 'answerFailed',
  unsent: null,
  sending: null,
  streaming: null,
};
