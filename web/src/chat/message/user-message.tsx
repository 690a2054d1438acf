import type { ChatMessage } from '@parlance/client-sdk/react';
import { Pencil } from 'lucide-react';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '../../i18n/text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatContext } from '../chat-context.ts';
import { BranchSwitcher } from './branch-switcher.tsx';
import { EditForm } from './edit-form.tsx';
import styles from './message.module.css';
import { UnsentNote } from './unsent-note.tsx';

interface UserMessageProps {
  message: ChatMessage;
  isEditing: boolean;
  onEdit(key: string | null): void;
}

export function UserMessage({ message, isEditing, onEdit }: UserMessageProps) {
  const { chat: text } = useText();
  const { busy, edit, focusComposer } = useChatContext();
  const editButton = useRef<HTMLButtonElement>(null);
  const { id } = message;

  const save = (changed: string) => {
    onEdit(null);
    if (id) edit(id, changed);
    focusComposer();
  };
  const cancel = () => {
    flushSync(() => onEdit(null));
    editButton.current?.focus();
  };

  return (
    <>
      {message.selectedText && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by the keyboard too
        <blockquote className={styles.selection} dir="auto" tabIndex={0}>
          {message.selectedText}
        </blockquote>
      )}
      {isEditing ? (
        <EditForm initial={message.text} onSave={save} onCancel={cancel} />
      ) : (
        <p className={styles.bubble} dir="auto" data-status={message.status}>
          {message.text}
        </p>
      )}
      {message.status === 'unsent' && <UnsentNote message={message} />}
      {id && !isEditing && (
        <div className={styles.actions}>
          <BranchSwitcher id={id} siblingIds={message.siblingIds} />
          <CopyButton text={message.text} label={text.copy} />
          <IconButton
            ref={editButton}
            icon={Pencil}
            label={text.edit}
            disabled={busy}
            onClick={() => onEdit(message.key)}
          />
        </div>
      )}
    </>
  );
}
