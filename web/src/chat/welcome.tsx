import { useEffect } from 'react';
import { useText } from '../i18n/text.ts';
import { useChatContext } from './chat-context.ts';
import styles from './welcome.module.css';

export interface WelcomeProps {
  /** Who answers, if that is worth saying. */
  botName: string | undefined;
  greeting: string | undefined;
  suggestions: readonly string[] | undefined;
  onSuggestion(message: string): void;
}

/** What a chat without messages shows: a greeting and something to begin with. */
export function Welcome({ botName, greeting, suggestions, onSuggestion }: WelcomeProps) {
  const { chat: text } = useText();
  const { focusComposer } = useChatContext();
  useEffect(focusComposer, [focusComposer]);
  return (
    <div className={styles.welcome}>
      {botName !== undefined && (
        <p className={styles.bot} dir="auto">
          {botName}
        </p>
      )}
      <h2 className={styles.greeting} dir="auto">
        {greeting ?? text.greeting}
      </h2>
      <ul className={styles.suggestions}>
        {(suggestions ?? text.suggestions).map((suggestion) => (
          <li key={suggestion}>
            <button
              type="button"
              className={styles.suggestion}
              dir="auto"
              onClick={() => onSuggestion(suggestion)}
            >
              {suggestion}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
