import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useText } from '../i18n/text.ts';
import { useTitle } from '../shell/use-title.ts';
import { Logo } from '../ui/logo.tsx';
import styles from './account-page.module.css';

interface AccountPageProps {
  /** Of the window. */
  name: string;
  title: string;
  reason?: string;
  children: ReactNode;
  /** Where else one may want to go. */
  otherDoor: ReactNode;
}

/** The frame of signing in and signing up. */
export function AccountPage({ name, title, reason, children, otherDoor }: AccountPageProps) {
  const { account } = useText();
  useTitle(name);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo size={40} />
        <div>
          <h1 className={styles.title}>{title}</h1>
          {reason && <p className={styles.reason}>{reason}</p>}
        </div>
        {children}
        <p className={styles.otherDoor}>{otherDoor}</p>
        <Link href="/" className={styles.guest}>
          {account.asGuest}
        </Link>
      </div>
    </main>
  );
}
