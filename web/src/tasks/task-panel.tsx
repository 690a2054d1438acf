import { useAuth } from '@parlance/client-sdk/react';
import { X } from 'lucide-react';
import { useLocation } from 'wouter';
import { useText } from '../i18n/text.ts';
import { ButtonLink } from '../ui/button-link.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './task-panel.module.css';
import { Tasks } from './tasks.tsx';

/** The list of tasks, with a head of its own. */
export default function TaskPanel({ onClose }: { onClose: () => void }) {
  const { account, shell, tasks } = useText();
  const { status } = useAuth();
  const [location] = useLocation();
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <h2 className={styles.title}>{tasks.title}</h2>
        <IconButton icon={X} label={shell.close} onClick={onClose} />
      </div>
      {status === 'signed-in' && <Tasks />}
      {status === 'signed-out' && (
        <div className={styles.guest}>
          <p>{tasks.guest}</p>
          <ButtonLink href={`/sign-in?next=${encodeURIComponent(location)}`}>{account.signIn}</ButtonLink>
        </div>
      )}
    </div>
  );
}
