import { useConversation } from '@parlance/client-sdk/react';
import { useEffect } from 'react';
import {
  forgetGuestConversation,
  titleGuestConversation,
  useGuestConversations,
} from '../guest/guest-conversations.ts';
import { useText } from '../i18n/text.ts';
import { ListNote } from '../ui/list-note.tsx';
import { ConversationGroups } from './conversation-groups.tsx';

/** What a guest's browser remembers. */
export function GuestConversations({ search }: { search: string }) {
  const { sidebar } = useText();
  const remembered = useGuestConversations();
  const words = search.toLowerCase();
  const found = remembered.filter(({ title }) => (title ?? '').toLowerCase().includes(words));
  return (
    <>
      {remembered.map(({ id, title }) => title === null && <TitleFinder key={id} conversationId={id} />)}
      <ConversationGroups
        conversations={found.map(({ updatedAt, ...one }) => ({
          ...one,
          updatedAt: new Date(updatedAt),
          isAnswering: false,
        }))}
      />
      {found.length === 0 && <ListNote>{search === '' ? sidebar.empty : sidebar.noMatch(search)}</ListNote>}
    </>
  );
}

/** Shows nothing: it asks for the title until there is one. */
function TitleFinder({ conversationId }: { conversationId: string }) {
  const { data, error } = useConversation(conversationId);
  const title = data?.title ?? null;
  const isGone = error?.code === 'not_found' || error?.code === 'forbidden';
  useEffect(() => {
    if (title !== null) titleGuestConversation(conversationId, title);
    if (isGone) forgetGuestConversation(conversationId);
  }, [conversationId, title, isGone]);
  return null;
}
