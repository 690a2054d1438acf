import { parseStored } from '../storage/parse-stored.ts';
import { tabStorage } from '../storage/storage.ts';
import type { BotForm } from './bot-form.ts';

/** What is filled in of a bot and not saved. */
export interface BotDraft {
  form: BotForm;
  /** Of the bot that the form was filled from; null: it is not made yet. */
  version: number | null;
}

/** What this page holds of them: authorizations too, which are stored nowhere. */
const held = new Map<string, BotDraft>();

const keyOf = (draftId: string): string => `parlance.bot.${draftId}`;

/** It outlives a reload of the tab, but for authorizations. */
export function readDraft(draftId: string): BotDraft | null {
  return held.get(draftId) ?? (parseStored(tabStorage.getItem(keyOf(draftId))) as BotDraft | null);
}

export function writeDraft(draftId: string, draft: BotDraft): void {
  held.set(draftId, draft);
  const servers = draft.form.servers.map((server) => ({ ...server, authorization: '' }));
  tabStorage.setItem(keyOf(draftId), JSON.stringify({ ...draft, form: { ...draft.form, servers } }));
}

export function forgetDraft(draftId: string): void {
  held.delete(draftId);
  tabStorage.removeItem(keyOf(draftId));
}
