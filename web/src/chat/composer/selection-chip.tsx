import { Quote, X } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './selection-chip.module.css';

/** The text that goes along with the question. */
export function SelectionChip({ selectedText, onRemove }: { selectedText: string; onRemove(): void }) {
  const { chat: text } = useText();
  return (
    <div className={styles.chip}>
      <Quote size={16} aria-hidden="true" />
      <div className={styles.body}>
        <span className={styles.label}>{text.aboutSelection}</span>
        <blockquote className={styles.quote} dir="auto">
          {selectedText}
        </blockquote>
      </div>
      <IconButton icon={X} label={text.removeSelection} iconSize={16} onClick={onRemove} />
    </div>
  );
}
