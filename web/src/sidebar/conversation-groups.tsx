import { useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { useRoute } from 'wouter';
import { useText } from '../i18n/text.ts';
import { useLanguage } from '../preferences/preferences.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import styles from './conversation-groups.module.css';
import { ConversationItem } from './conversation-item.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { groupByDay } from './group-by-day.ts';
import type { ListedConversation } from './listed-conversation.ts';
import { useConversationActions } from './use-conversation-actions.ts';

export function ConversationGroups({ conversations }: { conversations: ListedConversation[] }) {
  const { sidebar: text } = useText();
  const language = useLanguage();
  const [, params] = useRoute('/c/:conversationId');
  const [toDelete, setToDelete] = useState<ListedConversation | null>(null);
  const { rename, remove, error, dismissError } = useConversationActions(params?.conversationId ?? null);
  const id = useId();
  return (
    <>
      {error && (
        <FailureNote error={error} onClose={dismissError} handOver={(note) => note.closest('nav')?.focus()} />
      )}
      {groupByDay(conversations, { now: new Date(), text, language }).map((group, index) => (
        <section key={group.label} aria-labelledby={`${id}-${index}`}>
          <h2 id={`${id}-${index}`} className={styles.label}>
            {group.label}
          </h2>
          <ul className={styles.list}>
            {group.conversations.map((conversation) => (
              <ConversationItem
                key={conversation.id}
                conversation={conversation}
                isActive={conversation.id === params?.conversationId}
                onRename={(title) => rename(conversation.id, title)}
                onDelete={() => setToDelete(conversation)}
              />
            ))}
          </ul>
        </section>
      ))}
      {toDelete && (
        <DeleteDialog
          title={toDelete.title ?? text.untitled}
          onCancel={() => setToDelete(null)}
          onConfirm={() => {
            // First, so that the focus is back in the item when that goes.
            flushSync(() => setToDelete(null));
            remove(toDelete.id);
          }}
        />
      )}
    </>
  );
}
