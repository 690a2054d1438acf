import { MAX_MESSAGE_LENGTH } from '@parlance/client-sdk';
import { type KeyboardEvent, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { useChatContext } from '../chat-context.ts';
import styles from './edit-form.module.css';

interface EditFormProps {
  initial: string;
  onSave(message: string): void;
  onCancel(): void;
}

/** Asks something else in place of a question. */
export function EditForm({ initial, onSave, onCancel }: EditFormProps) {
  const { chat: text, shell } = useText();
  const [draft, setDraft] = useState(initial);
  const { busy } = useChatContext();
  const canSave = !busy && draft.trim() !== '' && draft.length <= MAX_MESSAGE_LENGTH;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onCancel();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && canSave) onSave(draft);
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(draft);
      }}
    >
      <textarea
        ref={focusAtEnd}
        className={styles.input}
        dir="auto"
        aria-label={text.editMessage}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.buttons}>
        <Button look="plain" onClick={onCancel}>
          {shell.cancel}
        </Button>
        <Button type="submit" disabled={!canSave}>
          {shell.save}
        </Button>
      </div>
    </form>
  );
}

function focusAtEnd(input: HTMLTextAreaElement | null): void {
  if (!input) return;
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}
