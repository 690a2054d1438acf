import { useConversations } from '@parlance/client-sdk/react';
import { useErrorText } from '../errors/use-error-text.ts';
import { useAdoption } from '../guest/use-adoption.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { ListNote } from '../ui/list-note.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { ConversationGroups } from './conversation-groups.tsx';
import styles from './sidebar.module.css';

/** The signed-in user's conversations, as the server lists them. */
export function OwnConversations({ search }: { search: string }) {
  const { sidebar } = useText();
  const errorText = useErrorText();
  const isAdopting = useAdoption();
  const list = useConversations(search === '' ? { pageSize: 30 } : { pageSize: 30, search });

  if (isAdopting || list.status === 'pending') return <div className={styles.skeleton} aria-busy="true" />;
  if (list.error && list.conversations.length === 0) {
    return (
      <ListNote role="alert">
        {errorText(list.error)}
        <Button look="plain" onClick={list.refetch}>
          {sidebar.retry}
        </Button>
      </ListNote>
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
        <ListNote>{search === '' ? sidebar.empty : sidebar.noMatch(search)}</ListNote>
      )}
      {list.hasMore && <LoadMore isLoading={list.isLoadingMore} onLoad={list.loadMore} />}
    </>
  );
}
