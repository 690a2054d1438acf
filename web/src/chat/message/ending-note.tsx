import type { ChatMessage } from '@parlance/client-sdk/react';
import { useErrorText } from '../../errors/use-error-text.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { useChatContext } from '../chat-context.ts';
import styles from './note.module.css';

/** How an answer ended, when that was not its natural end, and the way on. */
export function EndingNote({ message }: { message: ChatMessage }) {
  const { chat: text } = useText();
  const { busy, regenerate, focusComposer } = useChatContext();
  const reason = useEnding(message);
  const { id, status } = message;
  if (reason === null) return null;
  const again = (answer: string) => {
    regenerate(answer);
    focusComposer();
  };
  if (status === 'stopped') return <p className={styles.aside}>{reason}</p>;
  return (
    <div className={styles.note} data-look={status === 'failed' ? 'danger' : 'warning'}>
      <p>{reason}</p>
      {id && (
        <Button look="plain" disabled={busy} onClick={() => again(id)}>
          {text.tryAgain}
        </Button>
      )}
    </div>
  );
}

function useEnding({ status, error }: ChatMessage): string | null {
  const { chat: text, errors } = useText();
  const errorText = useErrorText();
  if (status === 'stopped') return text.stopped;
  if (status === 'interrupted') return errors.interrupted;
  if (status !== 'failed') return null;
  return error ? errorText(error) : errors.internal;
}
