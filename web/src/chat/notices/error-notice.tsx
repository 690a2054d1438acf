import type { ParlanceError } from '@parlance/client-sdk';
import type { UseChat } from '@parlance/client-sdk/react';
import { X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useErrorText } from '../../errors/use-error-text.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useHandOverFocus } from '../../ui/use-hand-over-focus.ts';
import { useChatContext } from '../chat-context.ts';
import styles from './notices.module.css';

/** What the last action failed with, unless a message or the whole view says it already. */
export function ErrorNotice({ chat }: { chat: UseChat }) {
  const { error, messages, status, connection, dismissError } = chat;
  const onConnected = useEffectEvent(() => {
    if (error?.code === 'network') dismissError();
  });
  useEffect(() => {
    if (connection === 'online') onConnected();
  }, [connection]);
  // Whoever goes to another conversation is done with what failed in this one.
  useEffect(() => dismissError, [dismissError]);
  const isSaid = messages.some((message) => message.error === error);
  if (!error || isSaid || (status === 'error' && messages.length === 0)) return null;
  return <Failure {...chat} error={error} />;
}

function Failure({ error, dismissError, retryLoad }: UseChat & { error: ParlanceError }) {
  const { chat: text, shell } = useText();
  const { focusComposer } = useChatContext();
  const errorText = useErrorText();
  const notice = useRef<HTMLDivElement>(null);
  useHandOverFocus(notice, focusComposer);
  return (
    <div ref={notice} role="alert" className={styles.error}>
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
