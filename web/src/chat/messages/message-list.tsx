import type { UseChat } from '@parlance/client-sdk/react';
import { ArrowDown } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';
import { useText } from '../../i18n/text.ts';
import { MessageItem } from '../message/message-item.tsx';
import { MessageBoundary } from './message-boundary.tsx';
import styles from './message-list.module.css';
import { useIsPrepended } from './use-is-prepended.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

/** Older messages are asked for when so little is left above. */
const nearTop = 800;
const topMargin = 24;

type MessageListProps = Pick<UseChat, 'messages' | 'hasOlder' | 'isLoadingOlder' | 'loadOlder'>;

/** The messages of a chat; only those near the reader are in the page. */
export function MessageList({ messages, hasOlder, isLoadingOlder, loadOlder }: MessageListProps) {
  const { chat: text } = useText();
  // The message with a form in it: it stays in the page, since what is written in it must not go.
  const [open, setOpen] = useState<string | null>(null);
  const scroller = useRef<HTMLElement>(null);
  const { isAway, onScroll, onResize, toEnd } = useStickToEnd(scroller);
  const keys = messages.map(({ key }) => key);
  const isPrepended = useIsPrepended(keys);

  const askedNow = messages.findLast(({ status }) => status === 'sending')?.key;
  useLayoutEffect(() => {
    if (askedNow !== undefined) toEnd();
  }, [askedNow, toEnd]);

  const loadNearTop = (offset: number) => {
    if (offset < nearTop && hasOlder && !isLoadingOlder) loadOlder();
  };

  return (
    <div className={styles.frame}>
      {isLoadingOlder && <p className={styles.loading}>{text.loadingOlder}</p>}
      <section ref={scroller} className={styles.scroller} aria-label={text.messages}>
        <div style={{ blockSize: topMargin }} />
        <Virtualizer
          data={messages}
          shift={isPrepended}
          startMargin={topMargin}
          keepMounted={open === null ? [] : [keys.indexOf(open)].filter((index) => index >= 0)}
          onScroll={(offset) => {
            onScroll();
            loadNearTop(offset);
          }}
          onResize={() => open === null && onResize()}
        >
          {(message, index) => (
            <MessageBoundary key={message.key} message={message}>
              <MessageItem
                message={message}
                isLast={index === messages.length - 1}
                isOpen={message.key === open}
                onOpen={setOpen}
              />
            </MessageBoundary>
          )}
        </Virtualizer>
      </section>
      {isAway && (
        <button type="button" className={styles.jump} onClick={toEnd}>
          <ArrowDown size={16} aria-hidden="true" />
          {text.jumpToLatest}
        </button>
      )}
    </div>
  );
}
