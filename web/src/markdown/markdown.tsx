import { memo, useId, useMemo } from 'react';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { useText } from '../i18n/text.ts';
import { components } from './components.tsx';
import styles from './markdown.module.css';
import { settleTail } from './settle-tail.ts';
import { splitBlocks } from './split-blocks.ts';
import { safeLink } from './urls.ts';

const plugins = [remarkGfm];
// A link inside the answer would have to change the page's address.
const noBackLinks = { footnoteBackContent: '' };

/** An answer's Markdown. HTML in it is shown as text; links and images go only where `urls.ts` lets them. */
export function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }) {
  const id = useId();
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const last = blocks.at(-1);
  return (
    <div className={styles.markdown} data-streaming={streaming || undefined}>
      {blocks.map((block) => (
        <Block
          key={block.start}
          idPrefix={`${id}${block.start}-`}
          text={streaming && block === last ? settleTail(block.text) : block.text}
        />
      ))}
    </div>
  );
}

// Parsed again only when its own text changes.
const Block = memo(function Block({ text, idPrefix }: { text: string; idPrefix: string }) {
  const { chat } = useText();
  const toHtml = {
    clobberPrefix: idPrefix,
    footnoteLabel: chat.footnotes,
    footnoteLabelTagName: 'h3',
    ...noBackLinks,
  };
  return (
    <ReactMarkdown
      remarkPlugins={plugins}
      remarkRehypeOptions={toHtml}
      components={components}
      urlTransform={(url, key) => (key === 'href' ? safeLink(url) : url)}
    >
      {text}
    </ReactMarkdown>
  );
});
