import { memo, useDeferredValue, useMemo } from 'react';
import { useText } from '../i18n/text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { lazyModule } from '../ui/lazy-module.ts';
import styles from './code-block.module.css';

const useHighlight = lazyModule(() => import('./highlight.tsx'));

interface CodeBlockProps {
  code: string;
  language: string | null;
}

/** Code with its language, and a button that copies it. Colours come once they are loaded. */
export const CodeBlock = memo(function CodeBlock({ code, language }: CodeBlockProps) {
  const { chat: text } = useText();
  const colours = useHighlight();
  // While code is being written its colours may lag, and nothing else.
  const shown = useDeferredValue(code);
  const body = useMemo(
    () => (colours && language ? colours.highlight(shown, language.toLowerCase()) : shown),
    [colours, language, shown],
  );
  return (
    <figure className={styles.block} dir="ltr">
      <figcaption className={styles.head}>
        <span>{language}</span>
        <CopyButton text={code} label={text.copyCode} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard too */}
      <pre className={styles.code} tabIndex={0}>
        <code>{body}</code>
      </pre>
    </figure>
  );
});
