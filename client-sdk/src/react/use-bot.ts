import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Bot, OwnBot } from '../contract/bot.ts';
import type { ParlanceError } from '../errors.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { asking, keys } from './query.ts';

/**
 * A bot of one's own with its configuration; null: none, and nothing is asked for.
 *
 * @example
 * ```tsx
 * import { useBot } from '@parlance/client-sdk/react';
 *
 * export function Instructions({ botId }: { botId: string }) {
 *   const { data, error } = useBot(botId);
 *   return <p>{error ? error.message : data?.config.instructions}</p>;
 * }
 * ```
 */
export function useBot(botId: string | null): UseQueryResult<OwnBot, ParlanceError> {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  return useQuery<OwnBot, ParlanceError>(
    {
      ...asking,
      queryKey: keys.bot(userId, botId),
      queryFn: ({ signal }) => session.client.bot.get.query({ botId: botId ?? '' }, { signal }),
      enabled: botId !== null && typeof userId === 'string',
    },
    queryClient,
  );
}

/**
 * What everybody may know of a bot that they may talk to; null: none, and nothing is asked for.
 *
 * @example
 * ```tsx
 * import { useBotDescription, useChat } from '@parlance/client-sdk/react';
 *
 * export function NewChat({ botId }: { botId: string }) {
 *   const { data: bot } = useBotDescription(botId);
 *   const { messages, send } = useChat({ botId });
 *   if (messages.length > 0) return messages.map(({ key, text }) => <p key={key}>{text}</p>);
 *   return <button onClick={() => send({ message: 'Hello' })}>{bot?.greeting ?? bot?.name}</button>;
 * }
 * ```
 */
export function useBotDescription(botId: string | null): UseQueryResult<Bot, ParlanceError> {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  return useQuery<Bot, ParlanceError>(
    {
      ...asking,
      queryKey: keys.botDescription(userId, botId),
      queryFn: ({ signal }) => session.client.bot.describe.query({ botId: botId ?? '' }, { signal }),
      enabled: botId !== null && userId !== undefined,
    },
    queryClient,
  );
}
