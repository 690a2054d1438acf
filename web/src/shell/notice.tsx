import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** Fills a view that has nothing to show: says why, and offers what to do next. */
export function Notice({ title, advice, children }: { title: string; advice: string; children: ReactNode }) {
  return (
    <div className={styles.notice}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.advice}>{advice}</p>
      {children}
    </div>
  );
}
