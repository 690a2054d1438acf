import { useAuth } from '@parlance/client-sdk/react';
import { ChevronsUpDown, LogOut, Settings } from 'lucide-react';
import { useId, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useForgottenDrafts } from '../chat/composer/use-forgotten-drafts.ts';
import { useText } from '../i18n/text.ts';
import styles from './account-menu.module.css';
import { GuestCorner } from './guest-corner.tsx';

/** Who is signed in, and what concerns them. */
export function AccountMenu() {
  const { account, settings } = useText();
  const { status, user, signOut } = useAuth();
  const [, navigate] = useLocation();
  useForgottenDrafts();
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  if (status === 'loading') return <div className={styles.placeholder} />;
  if (user === null) return <GuestCorner />;

  const name = user.email ?? user.id;
  const close = () => menu.current?.hidePopover();
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget={id} title={name}>
        <span className={styles.initial} aria-hidden="true">
          {name.slice(0, 1).toUpperCase()}
        </span>
        <span className="visually-hidden">{account.account}</span>
        <bdi className={styles.name}>{name}</bdi>
        <ChevronsUpDown size={16} aria-hidden="true" />
      </button>
      <div ref={menu} id={id} popover="auto" className={styles.menu}>
        <Link href="/settings" className={styles.entry} onClick={close}>
          <Settings size={18} aria-hidden="true" />
          {settings.title}
        </Link>
        <button
          type="button"
          className={styles.entry}
          onClick={() => {
            close();
            signOut.mutate();
            navigate('/');
          }}
        >
          <LogOut size={18} className={styles.mirrored} aria-hidden="true" />
          {account.signOut}
        </button>
      </div>
    </>
  );
}
