import { useAuth } from '@parlance/client-sdk/react';
import { Link, useLocation } from 'wouter';
import { useText } from '../i18n/text.ts';
import styles from './banners.module.css';
import { useOnline } from './use-online.ts';

/** What a person has to know wherever they are. */
export function Banners() {
  const { account, shell } = useText();
  const [location] = useLocation();
  const { status, signedOutReason } = useAuth();
  const isOnline = useOnline();
  return (
    <>
      {!isOnline && (
        <p role="alert" className={styles.banner}>
          {shell.offline}
        </p>
      )}
      {status === 'signed-out' && signedOutReason === 'expired' && (
        <p role="alert" className={styles.banner}>
          {shell.sessionExpired}{' '}
          <Link href={`/sign-in?next=${encodeURIComponent(location)}`}>{account.signIn}</Link>
        </p>
      )}
    </>
  );
}
