import { useMarkdown } from '../../markdown/use-markdown.ts';
import type { PartProps } from './part-props.ts';
import styles from './text-part.module.css';

/** Text, formatted once the renderer is loaded. */
export function TextPart({ part, streaming }: PartProps<'text'>) {
  const Markdown = useMarkdown();
  if (Markdown) return <Markdown text={part.text} streaming={streaming} />;
  return (
    <p className={styles.plain} dir="auto">
      {part.text}
    </p>
  );
}
