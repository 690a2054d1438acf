import { type ReactNode, Suspense } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './app-shell.module.css';
import { ErrorBoundary } from './error-boundary.tsx';

/** The frame around every view that is used beside the list of conversations. */
export function AppShell({ children }: { children: ReactNode }) {
  const { shell } = useText();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {shell.skipToContent}
      </a>
      <main id="content" tabIndex={-1} className={styles.main}>
        <ErrorBoundary>
          <Suspense fallback={<p role="status">{shell.loading}</p>}>{children}</Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}
