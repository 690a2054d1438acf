import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import type { ParlanceError } from '../errors.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { asking } from './query.ts';

/**
 * What every list that is loaded page by page tells of itself.
 *
 * @example
 * ```ts
 * import type { Paged } from '@parlance/client-sdk/react';
 *
 * const isWhole = ({ status, hasMore }: Paged): boolean => status === 'success' && !hasMore;
 * ```
 */
export interface Paged {
  status: 'pending' | 'error' | 'success';
  error: ParlanceError | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  refetch(): void;
}

interface PagesQuery<Page> {
  queryKey: readonly unknown[];
  ask(cursor: string | null, options: { signal: AbortSignal }): Promise<Page>;
  enabled: boolean;
}

/** A list of who is signed in, page by page. Nobody in particular has an empty one. */
export function usePages<Page extends { nextCursor: string | null }>({
  queryKey,
  ask,
  enabled,
}: PagesQuery<Page>): Paged & { data: InfiniteData<Page, string | null> | undefined } {
  const { queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  const list = useInfiniteQuery<
    Page,
    ParlanceError,
    InfiniteData<Page, string | null>,
    readonly unknown[],
    string | null
  >(
    {
      ...asking,
      queryKey,
      queryFn: ({ pageParam, signal }) => ask(pageParam, { signal }),
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor,
      enabled: enabled && typeof userId === 'string',
    },
    queryClient,
  );
  const { data, fetchNextPage, refetch } = list;
  const query = () => queryClient.getQueryCache().find<Page, ParlanceError, typeof data>({ queryKey });
  const countPages = () => query()?.state.data?.pages.length ?? 0;
  const loadMore = async () => {
    const before = countPages();
    // While all is asked for again, it is that which is waited for.
    do {
      const { isError, hasNextPage } = await fetchNextPage({ cancelRefetch: false });
      if (isError || !hasNextPage) return;
    } while (countPages() <= before && query()?.isActive());
  };
  return {
    data,
    status: userId === null || data ? 'success' : list.status,
    error: list.error,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void loadMore(),
    refetch: () => void refetch(),
  };
}
