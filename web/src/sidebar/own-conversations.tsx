import { useConversations } from '@parlance/client-sdk/react';
import { useErrorText } from '../errors/use-error-text.ts';
import { useAdoption } from '../guest/use-adoption.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { ConversationGroups } from './conversation-groups.tsx';
import { LoadMore } from './load-more.tsx';
import styles from './sidebar.module.css';
import { SidebarNote } from './sidebar-note.tsx';

/** The signed-in user's conversations, as the server lists them. */
export function OwnConversations({ search }: { search: string }) {
  const { sidebar } = useText();
  const errorText = useErrorText();
  const isAdopting = useAdoption();
  const list = useConversations(search === '' ? { pageSize: 30 } : { pageSize: 30, search });

  if (isAdopting || list.status === 'pending') return <div className={styles.skeleton} aria-busy="true" />;
  if (list.error && list.conversations.length === 0) {
    return (
      <SidebarNote role="alert">
        {errorText(list.error)}
        <Button look="plain" onClick={list.refetch}>
          {sidebar.retry}
        </Button>
      </SidebarNote>
    );
  }
  return (
    <>
      <ConversationGroups
        conversations={list.conversations.map(({ activeRunId, ...one }) => ({
          ...one,
          isAnswering: activeRunId !== null,
        }))}
      />
      {list.conversations.length === 0 && (
        <SidebarNote>{search === '' ? sidebar.empty : sidebar.noMatch(search)}</SidebarNote>
      )}
      {list.hasMore && <LoadMore isLoading={list.isLoadingMore} onLoad={list.loadMore} />}
    </>
  );
}
