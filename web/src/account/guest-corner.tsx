import { Settings } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useText } from '../i18n/text.ts';
import { ButtonLink } from '../ui/button-link.tsx';
import styles from './guest-corner.module.css';

/** What a guest sees where others see their account. */
export function GuestCorner() {
  const { account, settings } = useText();
  const [location] = useLocation();
  const next = location === '/' ? '' : `?next=${encodeURIComponent(location)}`;
  return (
    <div className={styles.corner}>
      <div className={styles.words}>
        <p className={styles.note}>{account.guestNote}</p>
        <Link href="/settings" className={styles.settings} aria-label={settings.title} title={settings.title}>
          <Settings size={18} aria-hidden="true" />
        </Link>
      </div>
      <div className={styles.doors}>
        <ButtonLink href={`/sign-in${next}`} look="plain">
          {account.signIn}
        </ButtonLink>
        <ButtonLink href={`/sign-up${next}`}>{account.signUp}</ButtonLink>
      </div>
    </div>
  );
}
