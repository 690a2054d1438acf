import type { UseChat } from '@parlance/client-sdk/react';
import { useText } from '../../i18n/text.ts';
import styles from './notices.module.css';

/** Says when the server cannot be reached, and that nothing is lost by it. */
export function ConnectionNotice({ chat: { connection, status } }: { chat: UseChat }) {
  const { chat: text } = useText();
  const offline =
    status === 'streaming'
      ? text.offlineWhileAnswering
      : status === 'sending'
        ? text.offlineWhileSending
        : text.offline;
  return (
    <div role="status" className={styles.connection}>
      {connection === 'reconnecting' && <p>{text.reconnecting}</p>}
      {connection === 'offline' && <p>{offline}</p>}
    </div>
  );
}
