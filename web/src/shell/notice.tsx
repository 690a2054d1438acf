import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  role?: 'alert';
  title: string;
  advice: string;
  children: ReactNode;
}

/** Fills a view that has nothing to show: says why, and offers what to do next. */
export function Notice({ role, title, advice, children }: NoticeProps) {
  return (
    <div role={role} className={styles.notice}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.advice}>{advice}</p>
      {children}
    </div>
  );
}
