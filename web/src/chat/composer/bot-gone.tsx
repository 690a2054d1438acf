import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './bot-gone.module.css';

/** Where the composer would be, in a conversation whose bot was deleted. */
export function BotGone({ onNewChat }: { onNewChat: (() => void) | undefined }) {
  const { chat: text, sidebar } = useText();
  return (
    <div className={styles.gone}>
      <p>{text.botGone}</p>
      {onNewChat && <Button onClick={onNewChat}>{sidebar.newChat}</Button>}
    </div>
  );
}
