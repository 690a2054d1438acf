import { useAuth } from '@parlance/client-sdk/react';
import { Link, useLocation } from 'wouter';
import { useText } from '../i18n/text.ts';
import styles from './banners.module.css';

/** What a person has to know wherever they are. */
export function Banners() {
  const { account, shell } = useText();
  const [location] = useLocation();
  const { status, signedOutReason } = useAuth();
  if (status !== 'signed-out' || signedOutReason !== 'expired') return null;
  return (
    <p role="alert" className={styles.banner}>
      {shell.sessionExpired}{' '}
      <Link href={`/sign-in?next=${encodeURIComponent(location)}`}>{account.signIn}</Link>
    </p>
  );
}
