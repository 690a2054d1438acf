import { type ReactNode, useEffect, useRef } from 'react';
import styles from './page.module.css';
import { useTitle } from './use-title.ts';

/** A view that is read from top to bottom. Its heading takes the focus, so that a screen reader says where one is. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h1>
      {children}
    </div>
  );
}
