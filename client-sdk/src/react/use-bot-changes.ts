import { type MutationKey, type QueryKey, type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { ParlanceClient } from '../client.ts';
import type { OwnBot } from '../contract/bot.ts';
import type { ParlanceError } from '../errors.ts';
import type { ApiInputs, ApiOutputs } from '../inputs-and-outputs.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { changing, keys } from './query.ts';
import { refresh } from './refresh.ts';

/** Changes bots, and has what is shown of them asked for again. */
function useBotChange<Input, Output>(
  change: (bot: ParlanceClient['bot'], input: Input) => Promise<Output>,
  options: { mutationKey?: MutationKey; stale?: QueryKey } = {},
): UseMutationResult<Output, ParlanceError, Input> {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  const { stale = keys.bots(userId), ...more } = options;
  return useMutation<Output, ParlanceError, Input>(
    {
      ...changing,
      ...more,
      // A mutation remembers what it was called with: an authorization is not kept.
      gcTime: 0,
      mutationFn: (input) => change(session.client.bot, input),
      onSuccess: async () => {
        session.announce({ type: 'bots' });
        await refresh(queryClient, stale);
      },
    },
    queryClient,
  );
}

/**
 * Makes a bot.
 *
 * @example
 * ```tsx
 * import { useCreateBot } from '@parlance/client-sdk/react';
 *
 * export function NewPirate() {
 *   const { mutate, error } = useCreateBot();
 *   const create = () => mutate({ name: 'Pirate', config: { instructions: 'Answer like a pirate.' } });
 *   return <button onClick={create}>{error ? error.message : 'Make a pirate'}</button>;
 * }
 * ```
 */
export function useCreateBot(): UseMutationResult<OwnBot, ParlanceError, ApiInputs['bot']['create']> {
  return useBotChange<ApiInputs['bot']['create'], OwnBot>((bot, input) => bot.create.mutate(input));
}

/**
 * Changes what is given of a bot. With `expectedVersion` it fails with `conflict` when there is a newer version.
 *
 * @example
 * ```tsx
 * import type { OwnBot } from '@parlance/client-sdk';
 * import { useUpdateBot } from '@parlance/client-sdk/react';
 *
 * export function PublishButton({ bot }: { bot: OwnBot }) {
 *   const { mutate, error } = useUpdateBot();
 *   const publish = () => mutate({ botId: bot.id, visibility: 'public', expectedVersion: bot.version });
 *   return <button onClick={publish}>{error?.code === 'conflict' ? 'It was changed meanwhile' : 'Publish'}</button>;
 * }
 * ```
 */
export function useUpdateBot(): UseMutationResult<OwnBot, ParlanceError, ApiInputs['bot']['update']> {
  return useBotChange<ApiInputs['bot']['update'], OwnBot>((bot, input) => bot.update.mutate(input));
}

/**
 * Deletes a bot with its versions and secrets. It is gone from the lists at once.
 *
 * @example
 * ```tsx
 * import { useDeleteBot } from '@parlance/client-sdk/react';
 *
 * export function DeleteButton({ botId }: { botId: string }) {
 *   const { mutate } = useDeleteBot();
 *   return <button onClick={() => mutate({ botId })}>Delete</button>;
 * }
 * ```
 */
export function useDeleteBot(): UseMutationResult<
  { deleted: true },
  ParlanceError,
  ApiInputs['bot']['delete']
> {
  const { userId } = useIdentity();
  return useBotChange<ApiInputs['bot']['delete'], { deleted: true }>(
    (bot, input) => bot.delete.mutate(input),
    // The bot itself is not there to be asked for.
    { mutationKey: keys.deletingBot(userId), stale: keys.botLists(userId) },
  );
}

/**
 * Makes a private bot of a file that a bot was exported to. What is wrong in the file is in `error.details.issues`.
 *
 * @example
 * ```tsx
 * import { useImportBot } from '@parlance/client-sdk/react';
 *
 * export function ImportBot() {
 *   const { mutate, error } = useImportBot();
 *   const read = async (file?: File) => file && mutate({ content: await file.text() });
 *   return (
 *     <>
 *       <input type="file" aria-label="Import" onChange={(event) => read(event.target.files?.[0])} />
 *       {error?.details.issues?.map(({ path, message }) => <p key={path}>{path}: {message}</p>)}
 *     </>
 *   );
 * }
 * ```
 */
export function useImportBot(): UseMutationResult<OwnBot, ParlanceError, ApiInputs['bot']['import']> {
  return useBotChange<ApiInputs['bot']['import'], OwnBot>((bot, input) => bot.import.mutate(input));
}

/**
 * Reads a bot as the content of a file. It has no secrets in it.
 *
 * @example
 * ```tsx
 * import { useExportBot } from '@parlance/client-sdk/react';
 *
 * export function ExportButton({ botId }: { botId: string }) {
 *   const { mutateAsync } = useExportBot();
 *   const show = async () => console.log((await mutateAsync({ botId })).content);
 *   return <button onClick={show}>Export</button>;
 * }
 * ```
 */
export function useExportBot(): UseMutationResult<
  ApiOutputs['bot']['export'],
  ParlanceError,
  ApiInputs['bot']['export']
> {
  const { session, queryClient } = useParlanceContext();
  return useMutation<ApiOutputs['bot']['export'], ParlanceError, ApiInputs['bot']['export']>(
    { ...changing, mutationFn: (input) => session.client.bot.export.query(input) },
    queryClient,
  );
}
