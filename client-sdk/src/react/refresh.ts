import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Has what changed asked for again. */
export async function refresh(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  // What is asked for the first time would not be asked again, and its answer may be of before the change.
  await queryClient.cancelQueries({ queryKey, predicate: ({ state }) => state.data === undefined });
  await queryClient.invalidateQueries({ queryKey });
}

/** Has what is being asked for just now asked for again: the answer may be of before a change. */
export async function refreshInFlight(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  const inFlight = queryClient.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' });
  await Promise.all(inFlight.map((query) => refresh(queryClient, query.queryKey)));
}
