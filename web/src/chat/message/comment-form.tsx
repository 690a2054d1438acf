import { type KeyboardEvent, useId, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './comment-form.module.css';

const maxLength = 2_000;

interface CommentFormProps {
  onSend(comment: string): void;
  onClose(): void;
}

/** Asks, without pressing, what was bad about an answer. */
export function CommentForm({ onSend, onClose }: CommentFormProps) {
  const { chat: text, shell } = useText();
  const [comment, setComment] = useState('');
  const [isSent, setSent] = useState(false);
  const inputId = useId();
  if (isSent) return <p className={styles.thanks}>{text.commentThanks}</p>;
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onClose();
  };
  return (
    <form
      ref={showWhole}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend(comment.trim());
        setSent(true);
      }}
    >
      <label htmlFor={inputId}>{text.whatWasBad}</label>
      <textarea
        id={inputId}
        className={styles.input}
        rows={2}
        dir="auto"
        maxLength={maxLength}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        onKeyDown={closeOnEscape}
      />
      <div className={styles.buttons}>
        <Button look="plain" onClick={onClose}>
          {shell.close}
        </Button>
        <Button type="submit" disabled={comment.trim() === ''}>
          {text.sendComment}
        </Button>
      </div>
    </form>
  );
}

function showWhole(form: HTMLFormElement | null): void {
  form?.scrollIntoView({ block: 'nearest' });
}
