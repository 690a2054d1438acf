import type { ChatMessage } from '@parlance/client-sdk/react';
import { useErrorText } from '../../errors/use-error-text.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { useChatContext } from '../chat-context.ts';
import styles from './note.module.css';

/** A question that did not reach the server. */
export function UnsentNote({ message }: { message: ChatMessage }) {
  const { chat: text } = useText();
  const { busy, resend, discard, focusComposer } = useChatContext();
  const errorText = useErrorText();
  const settle = (how: (key: string) => void) => {
    how(message.key);
    focusComposer();
  };
  return (
    <div className={styles.note} data-look="danger">
      <p>
        {text.unsent} {message.error && errorText(message.error)}
      </p>
      <div className={styles.buttons}>
        <Button look="plain" disabled={busy} onClick={() => settle(resend)}>
          {text.sendAgain}
        </Button>
        <Button look="plain" onClick={() => settle(discard)}>
          {text.discard}
        </Button>
      </div>
    </div>
  );
}
