import { useId, useState } from 'react';
import { useRoute } from 'wouter';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { useLanguage } from '../preferences/preferences.ts';
import styles from './conversation-groups.module.css';
import { ConversationItem } from './conversation-item.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { groupByDay } from './group-by-day.ts';
import type { ListedConversation } from './listed-conversation.ts';
import { SidebarNote } from './sidebar-note.tsx';
import { useConversationActions } from './use-conversation-actions.ts';

export function ConversationGroups({ conversations }: { conversations: ListedConversation[] }) {
  const { sidebar: text } = useText();
  const language = useLanguage();
  const errorText = useErrorText();
  const [, params] = useRoute('/c/:conversationId');
  const [toDelete, setToDelete] = useState<ListedConversation | null>(null);
  const { rename, remove, error } = useConversationActions(params?.conversationId ?? null);
  const id = useId();
  return (
    <>
      {error && <SidebarNote role="alert">{errorText(error)}</SidebarNote>}
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
            remove(toDelete.id);
            setToDelete(null);
          }}
        />
      )}
    </>
  );
}
