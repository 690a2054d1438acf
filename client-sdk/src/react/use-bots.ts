import { useMemo } from 'react';
import type { Bot, BotVersion } from '../contract/bot.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { useDeletingBots } from './pending-changes.ts';
import { keys } from './query.ts';
import { type Paged, usePages } from './use-pages.ts';

/**
 * What {@link useBots} can be told.
 *
 * @example
 * ```ts
 * import type { UseBotsOptions } from '@parlance/client-sdk/react';
 *
 * const mine: UseBotsOptions = { whose: 'own' };
 * ```
 */
export interface UseBotsOptions {
  /** `own`: without those of others; `all` unless said. */
  whose?: 'all' | 'own' | undefined;
  /** 50 unless said. */
  pageSize?: number | undefined;
  /** false: nothing is asked for. */
  enabled?: boolean | undefined;
}

/**
 * Bots that who is signed in may talk to.
 *
 * @example
 * ```ts
 * import type { UseBots } from '@parlance/client-sdk/react';
 *
 * const ownOnes = ({ bots }: UseBots): string[] => bots.flatMap(({ own, name }) => (own ? [name] : []));
 * ```
 */
export interface UseBots extends Paged {
  bots: Bot[];
}

/**
 * Lists the bots of who is signed in and those that are public, the last changed first.
 *
 * @example
 * ```tsx
 * import { useBots } from '@parlance/client-sdk/react';
 *
 * export function BotMenu({ onPick }: { onPick: (botId: string) => void }) {
 *   const { bots } = useBots();
 *   return bots.map(({ id, name }) => (
 *     <button key={id} onClick={() => onPick(id)}>
 *       {name}
 *     </button>
 *   ));
 * }
 * ```
 */
export function useBots(options: UseBotsOptions = {}): UseBots {
  const { whose = 'all', pageSize = 50, enabled = true } = options;
  const { bot } = useParlanceContext().session.client;
  const { userId } = useIdentity();
  const { data, ...list } = usePages({
    queryKey: keys.botList(userId, { whose, pageSize }),
    ask: (cursor, opts) => bot.list.query({ whose, limit: pageSize, cursor }, opts),
    enabled,
  });
  const deleting = useDeletingBots();
  const bots = useMemo(
    () =>
      (data?.pages ?? [])
        .flatMap((page) => page.bots)
        .filter(({ id }) => !deleting.some((one) => one?.botId === id)),
    [data, deleting],
  );
  return { bots, ...list };
}

/**
 * How a bot was, newest first.
 *
 * @example
 * ```ts
 * import type { UseBotVersions } from '@parlance/client-sdk/react';
 *
 * const first = ({ versions, hasMore }: UseBotVersions) => (hasMore ? null : versions.at(-1));
 * ```
 */
export interface UseBotVersions extends Paged {
  versions: BotVersion[];
}

/**
 * Lists how a bot of one's own was, newest first; null: none, and nothing is asked for.
 *
 * @example
 * ```tsx
 * import { useBotVersions } from '@parlance/client-sdk/react';
 *
 * export function Versions({ botId }: { botId: string }) {
 *   const { versions } = useBotVersions(botId);
 *   return versions.map(({ version, createdAt }) => (
 *     <p key={version}>
 *       {version}: {createdAt.toLocaleString()}
 *     </p>
 *   ));
 * }
 * ```
 */
export function useBotVersions(
  botId: string | null,
  { pageSize = 20 }: { pageSize?: number | undefined } = {},
): UseBotVersions {
  const { bot } = useParlanceContext().session.client;
  const { userId } = useIdentity();
  const { data, ...list } = usePages({
    queryKey: keys.botVersions(userId, botId, pageSize),
    ask: (cursor, opts) => bot.versions.query({ botId: botId ?? '', limit: pageSize, cursor }, opts),
    enabled: botId !== null,
  });
  const versions = useMemo(() => (data?.pages ?? []).flatMap((page) => page.versions), [data]);
  return { versions, ...list };
}
