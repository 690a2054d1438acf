import { Quote, X } from 'lucide-react';
import { useEffect } from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatContext } from '../chat-context.ts';
import styles from './selection-chip.module.css';

/** The text that goes along with the question. Who chose one wants to ask about it. */
export function SelectionChip({ selectedText, onRemove }: { selectedText: string; onRemove(): void }) {
  const { chat: text } = useText();
  const { focusComposer } = useChatContext();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each text that is chosen asks for a question
  useEffect(focusComposer, [selectedText, focusComposer]);
  const remove = () => {
    onRemove();
    focusComposer();
  };
  return (
    <div className={styles.chip}>
      <Quote size={16} aria-hidden="true" />
      <div className={styles.body}>
        <span className={styles.label}>{text.aboutSelection}</span>
        <blockquote className={styles.quote} dir="auto">
          {selectedText}
        </blockquote>
      </div>
      <IconButton icon={X} label={text.removeSelection} iconSize={16} onClick={remove} />
    </div>
  );
}
