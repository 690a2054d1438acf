import type { ComponentProps } from 'react';
import styles from './list-note.module.css';

/** A few words where the list would be. */
export function ListNote(props: ComponentProps<'div'>) {
  return <div {...props} className={styles.note} />;
}
