import type { OwnBot } from '@parlance/client-sdk';
import { useCreateBot, useUpdateBot } from '@parlance/client-sdk/react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type BotForm, fromForm } from './bot-form.ts';
import { type Issue, mistakesIn } from './problems.ts';
import { useBotDraft } from './use-bot-draft.ts';

const NONE: readonly Issue[] = [];

/** The form of a bot, and what becomes of it. */
export function useBotEditor(bot: OwnBot | null, onReload: () => Promise<OwnBot | null>) {
  const [, navigate] = useLocation();
  const { base, form, isChanged, change, take, forget } = useBotDraft(bot);
  const [mistakes, setMistakes] = useState(NONE);
  const create = useCreateBot();
  const update = useUpdateBot();
  const error = create.error ?? update.error;

  const reset = () => {
    setMistakes(NONE);
    update.reset();
    create.reset();
  };
  const saveOver = async (before: OwnBot | null) => {
    const found = mistakesIn(form);
    setMistakes(found);
    if (found.length > 0) return;
    const changes = fromForm(form, before);
    if (before === null) {
      const onSuccess = ({ id }: OwnBot) => navigate(`/bots/${id}`, { replace: true });
      await create.mutateAsync(changes, { onSuccess });
    } else {
      const { id: botId, version: expectedVersion } = before;
      await update.mutateAsync({ botId, ...changes, expectedVersion }, { onSuccess: take });
    }
    // Also when the form was left meanwhile.
    forget(form);
  };
  // What it fails with is the error of the mutation.
  const trySave = (before: OwnBot | null) => void saveOver(before).catch(() => {});
  const withNewest = (then: (newest: OwnBot) => void) => async () => {
    const newest = await onReload();
    if (newest) then(newest);
  };
  return {
    base,
    form,
    isChanged,
    error,
    /** What is wrong with what is filled in: as far as the form sees, or as the server says. */
    issues: mistakes.length > 0 ? mistakes : (error?.details.issues ?? NONE),
    isSaving: create.isPending || update.isPending,
    savedVersion: update.data?.version ?? null,
    change: (changed: Partial<BotForm>) => {
      reset();
      change(changed);
    },
    save: () => trySave(base),
    /** Gives up what was filled in. */
    discard: () => {
      reset();
      take(bot);
    },
    /** Gives up what was filled in for what is stored. */
    takeTheirs: withNewest((newest) => {
      reset();
      take(newest);
    }),
    /** Saves what was filled in over what somebody else saved. */
    keepMine: withNewest(trySave),
  };
}
