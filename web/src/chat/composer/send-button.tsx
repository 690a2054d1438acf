import { ArrowUp, Square } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import styles from './send-button.module.css';

interface SendButtonProps {
  busy: boolean;
  disabled: boolean;
  onStop(): void;
}

/** Sends the message; while an answer is being written, stops that. */
export function SendButton({ busy, disabled, onStop }: SendButtonProps) {
  const { chat: text } = useText();
  if (!busy) {
    return (
      <button
        key="send"
        type="submit"
        className={styles.button}
        disabled={disabled}
        aria-label={text.send}
        title={text.send}
      >
        <ArrowUp size={18} aria-hidden="true" />
      </button>
    );
  }
  return (
    <button
      key="stop"
      type="button"
      className={styles.button}
      aria-label={text.stop}
      title={text.stop}
      // The second click of a double click on Send is none on Stop.
      onClick={({ detail }) => detail < 2 && onStop()}
    >
      <Square size={14} fill="currentColor" aria-hidden="true" />
    </button>
  );
}
