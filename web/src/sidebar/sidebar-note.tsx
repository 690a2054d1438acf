import type { ComponentProps } from 'react';
import styles from './sidebar-note.module.css';

/** A few words where the list would be. */
export function SidebarNote(props: ComponentProps<'div'>) {
  return <div {...props} className={styles.note} />;
}
