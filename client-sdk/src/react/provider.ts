import type { QueryClient } from '@tanstack/react-query';
import { createElement, type ReactNode, useEffect, useMemo } from 'react';
import type { ParlanceClient } from '../client.ts';
import { ParlanceContext, useParlanceContext } from './context.ts';
import { keepInStep } from './keep-in-step.ts';
import { sessionOf } from './live/session.ts';

/**
 * What {@link ParlanceProvider} takes.
 *
 * @example
 * ```ts
 * import { createParlanceClient } from '@parlance/client-sdk';
 * import type { ParlanceProviderProps } from '@parlance/client-sdk/react';
 *
 * const props: ParlanceProviderProps = { client: createParlanceClient({ url: '/' }), children: 'Hello' };
 * ```
 */
export interface ParlanceProviderProps {
  /** Make it once, outside of your components. */
  client: ParlanceClient;
  /** Your own cache, if you have one; else the provider brings one, which it does not share with your other queries. */
  queryClient?: QueryClient | undefined;
  children: ReactNode;
}

/**
 * Gives the hooks below it their client. What is being answered is kept with the client, not with the components: an answer
 * goes on when they go away, and whoever shows the conversation next shows it.
 *
 * @example
 * ```tsx
 * import { createParlanceClient, webTokens } from '@parlance/client-sdk';
 * import { ParlanceProvider, useAuth } from '@parlance/client-sdk/react';
 *
 * const parlance = createParlanceClient({ url: '/', tokens: webTokens(localStorage) });
 * const Greeting = () => <h1>Hello {useAuth().user?.email ?? 'stranger'}</h1>;
 *
 * export const App = () => (
 *   <ParlanceProvider client={parlance}>
 *     <Greeting />
 *   </ParlanceProvider>
 * );
 * ```
 */
export function ParlanceProvider({ client, queryClient, children }: ParlanceProviderProps): ReactNode {
  const session = sessionOf(client);
  const parlance = useMemo(
    () => ({ session, queryClient: queryClient ?? session.queryClient }),
    [session, queryClient],
  );
  useEffect(() => keepInStep(parlance), [parlance]);
  return createElement(ParlanceContext.Provider, { value: parlance }, children);
}

/**
 * The client, for calls that no hook makes.
 *
 * @example
 * ```tsx
 * import { useParlance } from '@parlance/client-sdk/react';
 *
 * export function DownloadButton({ conversationId }: { conversationId: string }) {
 *   const parlance = useParlance();
 *   const download = async () => {
 *     const { content } = await parlance.conversation.export.query({ conversationId, format: 'markdown' });
 *     console.log(content);
 *   };
 *   return <button onClick={download}>Download</button>;
 * }
 * ```
 */
export function useParlance(): ParlanceClient {
  return useParlanceContext().session.client;
}
