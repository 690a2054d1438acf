import { tabStorage } from '../../storage/storage.ts';

const keyOf = (conversationId: string | null): string => `parlance.draft.${conversationId ?? 'new'}`;

/** What was typed in a conversation and not sent; null is the new one. It outlives a reload of the tab. */
export const readDraft = (conversationId: string | null): string =>
  tabStorage.getItem(keyOf(conversationId)) ?? '';

export function writeDraft(conversationId: string | null, text: string): void {
  if (text === '') tabStorage.removeItem(keyOf(conversationId));
  else tabStorage.setItem(keyOf(conversationId), text);
}
