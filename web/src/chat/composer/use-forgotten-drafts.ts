import { useAuth } from '@parlance/client-sdk/react';
import { useEffect, useRef } from 'react';
import { clearDrafts } from './drafts.ts';

/** Forgets what somebody typed when they sign out, here or in another tab. A session that ended by itself may be gone on with. */
export function useForgottenDrafts(): void {
  const { user, signedOutReason } = useAuth();
  const last = useRef<string>(null);
  const userId = user?.id ?? null;
  useEffect(() => {
    if (signedOutReason === 'logout' && last.current !== null) clearDrafts(last.current);
    last.current = userId;
  }, [userId, signedOutReason]);
}
