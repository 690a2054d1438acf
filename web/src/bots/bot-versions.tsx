import type { BotVersion } from '@parlance/client-sdk';
import { useBotVersions } from '@parlance/client-sdk/react';
import { useLanguage } from '../preferences/preferences.ts';
import { Button } from '../ui/button.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import styles from './bots.module.css';
import { useBotText } from './use-bot-text.ts';

interface BotVersionsProps {
  botId: string;
  onUse(version: BotVersion): void;
}

/** How a bot was, and the way back to it. */
export function BotVersions({ botId, onUse }: BotVersionsProps) {
  const bots = useBotText();
  const language = useLanguage();
  const { versions, hasMore, isLoadingMore, loadMore } = useBotVersions(botId, { pageSize: 10 });
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Section title={bots.versions}>
      <ul className={styles.list}>
        {versions.map((version, at) => (
          <li key={version.version} className={styles.item}>
            <span className={styles.itemText}>
              <span className={styles.itemName}>{bots.version(version.version)}</span>
              <span className={styles.aside}>
                <time dateTime={version.createdAt.toISOString()}>{format.format(version.createdAt)}</time>
              </span>
            </span>
            {at === 0 ? (
              <span className={styles.aside}>{bots.current}</span>
            ) : (
              <Button look="plain" onClick={() => onUse(version)}>
                {bots.useVersion}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hasMore && <LoadMore isLoading={isLoadingMore} onLoad={loadMore} />}
    </Section>
  );
}
