import type { ChatMessage } from '@parlance/client-sdk/react';
import { RotateCcw } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatContext } from '../chat-context.ts';
import { BranchSwitcher } from './branch-switcher.tsx';
import styles from './message.module.css';
import { type Asking, RatingButtons } from './rating-buttons.tsx';

interface AnswerActionsProps extends Asking {
  message: ChatMessage;
  id: string;
}

/** What can be done with an answer that has ended. One that failed has its own “Try again”. */
export function AnswerActions({ message, id, ...asking }: AnswerActionsProps) {
  const { chat: text } = useText();
  const { busy, regenerate, focusComposer } = useChatContext();
  const hasText = message.text !== '';
  const again = () => {
    regenerate(id);
    focusComposer();
  };
  return (
    <div className={styles.actions}>
      <BranchSwitcher id={id} siblingIds={message.siblingIds} />
      {hasText && <CopyButton text={message.text} label={text.copy} />}
      {(message.status === 'done' || message.status === 'stopped') && (
        <IconButton icon={RotateCcw} label={text.tryAgain} disabled={busy} onClick={again} />
      )}
      {hasText && <RatingButtons id={id} rating={message.rating} {...asking} />}
    </div>
  );
}
