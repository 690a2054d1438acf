import { useText } from '../i18n/text.ts';
import { useMediaQuery } from '../shell/use-media-query.ts';
import { sections } from './chapter/sections.ts';
import styles from './contents.module.css';

/** The headings of the chapter, to go to: beside it where there is room, else above it and folded. */
export function Contents({ current }: { current: string | null }) {
  const { learn: text } = useText();
  const isBeside = useMediaQuery('(width >= 85rem)');
  return (
    <nav aria-label={text.contents}>
      <details open={isBeside} className={styles.contents}>
        <summary className={styles.title}>{text.contents}</summary>
        <ol className={styles.list} lang="en" dir="ltr">
          {Object.entries(sections).map(([id, heading]) => (
            <li key={id}>
              <a href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
                {heading}
              </a>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  );
}
