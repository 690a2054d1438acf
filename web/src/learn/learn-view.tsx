import { useAuth } from '@parlance/client-sdk/react';
import { useEffect, useRef } from 'react';
import { rememberGuestConversation } from '../guest/guest-conversations.ts';
import { useText } from '../i18n/text.ts';
import { Assistant } from '../panel/assistant.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Chapter } from './chapter/chapter.tsx';
import { Contents } from './contents.tsx';
import styles from './learn-view.module.css';
import { useCurrentSection } from './use-current-section.ts';

/** A chapter of a textbook with the assistant beside it. */
export default function LearnView() {
  const { learn: text } = useText();
  const { status } = useAuth();
  const scroller = useRef<HTMLDivElement>(null);
  const article = useRef<HTMLElement>(null);
  const current = useCurrentSection(scroller);
  useTitle(text.title);
  useEffect(showWhatTheAddressNames, []);
  return (
    <div className={styles.view}>
      <div ref={scroller} className={styles.scroller}>
        <div className={styles.columns}>
          <Contents current={current} />
          <article ref={article} className={styles.article}>
            <Chapter />
          </article>
        </div>
      </div>
      <Assistant
        layout="docked"
        within={article}
        title={text.assistant}
        greeting={text.greeting}
        suggestions={text.suggestions}
        storageKey="parlance.learn.conversation"
        onConversation={(id) => {
          if (status === 'signed-out') rememberGuestConversation(id);
        }}
      />
    </div>
  );
}

/** The chapter is loaded after the page: the browser has looked for the heading already, and has not found it. */
function showWhatTheAddressNames(): void {
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}
