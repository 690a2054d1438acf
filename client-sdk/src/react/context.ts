import type { QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Identity, Session } from './live/session.ts';

/** What the provider provides. */
export interface Parlance {
  session: Session;
  queryClient: QueryClient;
}

export const ParlanceContext = createContext<Parlance | null>(null);

/** The nearest provider's. */
export function useParlanceContext(): Parlance {
  const parlance = useContext(ParlanceContext);
  if (parlance === null) throw new Error('There is no <ParlanceProvider> above this component');
  return parlance;
}

const unknown: Identity = { userId: undefined, reason: null, generation: 0 };

/** Who uses the client. A server that renders does not know. */
export function useIdentity(): Identity {
  const { session } = useParlanceContext();
  return useSyncExternalStore(session.onIdentity, session.identity, () => unknown);
}
