import { type ReactNode, Suspense } from 'react';
import { useLocation } from 'wouter';
import { useText } from '../i18n/text.ts';
import { Sidebar } from '../sidebar/sidebar.tsx';
import styles from './app-shell.module.css';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { useMediaQuery } from './use-media-query.ts';
import { useNewChatShortcut } from './use-new-chat-shortcut.ts';

/** The frame around every view that is used beside the list of conversations. */
export function AppShell({ children }: { children: ReactNode }) {
  const { shell } = useText();
  const isPhone = useMediaQuery('(width < 48rem)');
  const [location] = useLocation();
  useNewChatShortcut();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {shell.skipToContent}
      </a>
      {isPhone ? (
        <PhoneBar />
      ) : (
        <header className={styles.sidebar}>
          <Sidebar />
        </header>
      )}
      <div className={styles.column}>
        <Banners />
        <main id="content" tabIndex={-1} className={styles.main}>
          <ErrorBoundary place={location}>
            <Suspense fallback={<p className={styles.loading}>{shell.loading}</p>}>{children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
    </div>
  );
}
