import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './rename-form.module.css';

/** Edits a title where it stands: Enter or leaving the field keeps it, Escape (null) does not. */
export function RenameForm({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const { sidebar } = useText();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);

  const done = () => onDone(input.current?.value.trim() || null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') done();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onDone(null);
  };
  return (
    <input
      ref={input}
      className={styles.input}
      defaultValue={title}
      maxLength={200}
      dir="auto"
      aria-label={sidebar.newTitle}
      onKeyDown={onKeyDown}
      onBlur={done}
    />
  );
}
