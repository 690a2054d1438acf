import { ArrowUp, Square } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { useHandOverFocus } from '../../ui/use-hand-over-focus.ts';
import { useChatContext } from '../chat-context.ts';
import styles from './send-button.module.css';

interface SendButtonProps {
  busy: boolean;
  disabled: boolean;
  onStop(): void;
}

/** Sends the message; while an answer is being written, stops that. */
export function SendButton({ busy, disabled, onStop }: SendButtonProps) {
  const { chat: text } = useText();
  if (busy) return <StopButton onStop={onStop} />;
  return (
    <button
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

function StopButton({ onStop }: { onStop(): void }) {
  const { chat: text } = useText();
  const { focusComposer } = useChatContext();
  const button = useRef<HTMLButtonElement>(null);
  // The answer ended, by itself or not.
  useHandOverFocus(button, focusComposer);
  return (
    <button
      ref={button}
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
