import { MAX_SELECTED_TEXT_LENGTH } from '@parlance/client-sdk';
import { MessageCircleQuestionMark } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './ask-about-selection.module.css';
import { usePlaceNear, useSelection, useSelectionKeys } from './use-selection.ts';

interface AskAboutSelectionProps {
  /** Where text can be selected. */
  within: RefObject<Node | null>;
  onAsk(selectedText: string): void;
}

/** Beside a text that somebody selects: a button to ask about it. */
export function AskAboutSelection({ within, onAsk }: AskAboutSelectionProps) {
  const { panel: text } = useText();
  const [selection, dismiss] = useSelection(within);
  const button = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLParagraphElement>(null);
  const over = (selection?.text.length ?? 0) - MAX_SELECTED_TEXT_LENGTH;
  usePlaceNear(over > 0 ? note : button, selection);
  useSelectionKeys(within, button, selection !== null, dismiss);
  if (selection === null) return null;
  if (over > 0) {
    return (
      <p ref={note} role="status" className={`${styles.ask} ${styles.note}`}>
        {text.selectionTooLong(over)}
      </p>
    );
  }
  return (
    <button
      ref={button}
      type="button"
      className={styles.ask}
      // The press alone would undo the selection.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        onAsk(selection.text);
        dismiss();
      }}
    >
      <MessageCircleQuestionMark size={18} aria-hidden="true" />
      {text.askAboutThis}
    </button>
  );
}
