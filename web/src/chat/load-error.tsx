import type { UseChat } from '@parlance/client-sdk/react';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import styles from './load-error.module.css';

interface LoadErrorProps {
  chat: Pick<UseChat, 'error' | 'retryLoad'>;
  onNewChat: (() => void) | undefined;
}

/** The conversation cannot be shown: it is not there, or loading it failed. */
export function LoadError({ chat: { error, retryLoad }, onNewChat }: LoadErrorProps) {
  const { chat: text, errors, sidebar } = useText();
  const errorText = useErrorText();
  const isGone = error?.code === 'not_found' || error?.code === 'forbidden' || error?.code === 'bad_request';
  return (
    <div className={styles.error} role="alert">
      <h2 className={styles.title}>{isGone ? text.goneTitle : text.loadFailedTitle}</h2>
      <p className={styles.advice}>{isGone ? text.goneAdvice : error ? errorText(error) : errors.internal}</p>
      {isGone ? (
        onNewChat && <Button onClick={onNewChat}>{sidebar.newChat}</Button>
      ) : (
        <Button onClick={retryLoad}>{text.tryAgain}</Button>
      )}
    </div>
  );
}
