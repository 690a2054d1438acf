import type { OwnBot } from '@parlance/client-sdk';
import { useAuth } from '@parlance/client-sdk/react';
import { useEffect, useState } from 'react';
import { forgetDraft, readDraft, writeDraft } from './bot-drafts.ts';
import { type BotForm, emptyForm, toForm } from './bot-form.ts';

/** The form of a bot, and what it was filled from. What is changed in it is kept until it is saved or given up. */
export function useBotDraft(bot: OwnBot | null) {
  const { user } = useAuth();
  // A bot is shown to its owner alone; one to be made is whoever's is signed in.
  const id = bot?.id ?? `new.${user?.id}`;
  const [{ base, form, isChanged }, setState] = useState(() => {
    const draft = readDraft(id);
    if (draft === null) return stored(bot);
    const { form, version } = draft;
    return {
      base: bot && version !== null ? { ...bot, version } : bot,
      form: { ...formOf(bot), ...form },
      isChanged: true,
    };
  });
  useEffect(() => {
    if (isChanged) writeDraft(id, { form, version: base?.version ?? null });
  }, [id, base, form, isChanged]);
  useWarning(isChanged && form.servers.some(({ authorization }) => authorization !== ''));
  return {
    base,
    form,
    isChanged,
    change: (changed: Partial<BotForm>) =>
      setState((before) => ({ ...before, form: { ...before.form, ...changed }, isChanged: true })),
    /** Shows what is stored. */
    take: (taken: OwnBot | null) => {
      forgetDraft(id);
      setState(stored(taken));
    },
    /** Forgets what was kept, unless it was changed since. */
    forget: (saved: BotForm) => {
      if (readDraft(id)?.form === saved) forgetDraft(id);
    },
  };
}

const formOf = (bot: OwnBot | null): BotForm => (bot ? toForm(bot) : emptyForm);

const stored = (bot: OwnBot | null) => ({ base: bot, form: formOf(bot), isChanged: false });

/** Has the browser ask before what cannot be kept is left. */
function useWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: Event) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isNeeded]);
}
