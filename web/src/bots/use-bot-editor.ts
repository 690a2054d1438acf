import type { OwnBot } from '@parlance/client-sdk';
import { useCreateBot, useUpdateBot } from '@parlance/client-sdk/react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type BotForm, emptyForm, fromForm, toForm } from './bot-form.ts';

/** The form of a bot, and what becomes of it. */
export function useBotEditor(bot: OwnBot | null, onReload: () => Promise<OwnBot | null>) {
  const [, navigate] = useLocation();
  // What the form was filled from: a save is a change to that version.
  const [base, setBase] = useState(bot);
  const [form, setForm] = useState<BotForm>(() => (bot ? toForm(bot) : emptyForm));
  const create = useCreateBot();
  const update = useUpdateBot();
  const error = create.error ?? update.error;

  const take = (taken: OwnBot) => {
    setBase(taken);
    setForm(toForm(taken));
  };
  const saveOver = (before: OwnBot | null) => {
    const change = fromForm(form, before);
    if (before === null)
      create.mutate(change, { onSuccess: ({ id }) => navigate(`/bots/${id}`, { replace: true }) });
    else {
      const { id: botId, version: expectedVersion } = before;
      update.mutate({ botId, ...change, expectedVersion }, { onSuccess: take });
    }
  };
  const withNewest = (then: (newest: OwnBot) => void) => async () => {
    const newest = await onReload();
    if (newest) then(newest);
  };
  return {
    base,
    form,
    error,
    isSaving: create.isPending || update.isPending,
    savedVersion: update.data?.version ?? null,
    change: (changed: Partial<BotForm>) => {
      update.reset();
      create.reset();
      setForm((before) => ({ ...before, ...changed }));
    },
    save: () => saveOver(base),
    /** Gives up what was filled in for what is stored. */
    takeTheirs: withNewest((newest) => {
      update.reset();
      take(newest);
    }),
    /** Saves what was filled in over what somebody else saved. */
    keepMine: withNewest(saveOver),
  };
}
