import type { UseChat } from '@parlance/client-sdk/react';
import { X } from 'lucide-react';
import { useErrorText } from '../../errors/use-error-text.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './notices.module.css';

/** What the last action failed with, unless a message or the whole view says it already. */
export function ErrorNotice({ chat }: { chat: UseChat }) {
  const { chat: text, shell } = useText();
  const errorText = useErrorText();
  const { error, messages, status, dismissError, retryLoad } = chat;
  const isSaid = messages.some((message) => message.error === error);
  if (!error || isSaid || (status === 'error' && messages.length === 0)) return null;
  return (
    <div role="alert" className={styles.error}>
      <p>{errorText(error)}</p>
      {error.code === 'run_active' && (
        <Button look="plain" onClick={retryLoad}>
          {text.showAnswer}
        </Button>
      )}
      <IconButton icon={X} label={shell.close} iconSize={16} onClick={dismissError} />
    </div>
  );
}
