import { Button } from '../ui/button.tsx';
import styles from './bots.module.css';
import { useBotText } from './use-bot-text.ts';

/** Somebody saved a newer version: one of the two has to give way. */
export function ConflictNote({ onTake, onKeep }: { onTake: () => void; onKeep: () => void }) {
  const bots = useBotText();
  return (
    <div role="alert" className={styles.conflict}>
      <p>{bots.conflictTitle}</p>
      <div className={styles.buttons}>
        <Button look="plain" onClick={onTake}>
          {bots.takeTheirs}
        </Button>
        <Button look="plain" onClick={onKeep}>
          {bots.keepMine}
        </Button>
      </div>
    </div>
  );
}
