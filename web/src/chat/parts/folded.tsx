import { type ReactNode, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import styles from './value-view.module.css';

interface FoldedProps<Item> {
  items: readonly Item[];
  /** So many are shown at first. */
  most: number;
  children(shown: readonly Item[]): ReactNode;
}

/** A long list of which the beginning is shown, until the whole is asked for. */
export function Folded<Item>({ items, most, children }: FoldedProps<Item>) {
  const { tools } = useText();
  const [isOpen, setOpen] = useState(false);
  if (items.length <= most) return children(items);
  return (
    <>
      {children(isOpen ? items : items.slice(0, most))}
      <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? tools.showLess : tools.showAllRows(items.length)}
      </button>
    </>
  );
}
