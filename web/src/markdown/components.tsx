import { type ComponentProps, createElement, type ReactNode, useContext } from 'react';
import type { Components, ExtraProps } from 'react-markdown';
import { useText } from '../i18n/text.ts';
import { CodeBlock } from './code-block.tsx';
import { ImageOrigin } from './image-origin.ts';
import styles from './markdown.module.css';
import { hostOf, ownImage, safeLink } from './urls.ts';

type Props<Tag extends keyof React.JSX.IntrinsicElements> = ComponentProps<Tag> & ExtraProps;

/** A block whose marks stand on the side where its text begins. */
const directed = (tag: 'ul' | 'ol' | 'blockquote') =>
  function Directed({ children, start }: { children?: ReactNode; start?: number | undefined }) {
    return createElement(tag, { dir: 'auto', start }, children);
  };

function Link({ href, children }: Props<'a'>) {
  if (!href) return <span>{children}</span>;
  return (
    <a href={href} rel="noopener noreferrer" target="_blank">
      {children}
    </a>
  );
}

/** An image of our own; any other is a link that names its host, since loading it would tell that host something. */
function Image({ src, alt }: Props<'img'>) {
  const { chat: text } = useText();
  const origin = useContext(ImageOrigin);
  const source = typeof src === 'string' ? src : '';
  const own = ownImage(source, origin);
  if (own) return <img src={own} alt={alt ?? ''} loading="lazy" referrerPolicy="no-referrer" />;
  const link = safeLink(source);
  const label = alt || text.image;
  return link ? <Link href={link}>{text.imageAt(label, hostOf(link))}</Link> : <span>{label}</span>;
}

function Table({ children }: Props<'table'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard too
    <div className={styles.scroller} dir="auto" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

function Pre({ node }: Props<'pre'>) {
  const code = node?.children[0];
  if (code?.type !== 'element') return null;
  const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  const [className] = [code.properties['className']].flat();
  const language = typeof className === 'string' ? className.replace('language-', '') : null;
  return <CodeBlock code={text.replace(/\n$/, '')} language={language} />;
}

function Checkbox({ checked }: Props<'input'>) {
  const { chat: text } = useText();
  return (
    <input
      type="checkbox"
      checked={checked ?? false}
      disabled
      aria-label={checked ? text.done : text.notDone}
    />
  );
}

/** What Markdown's tags become. An answer's headings stand below those of the page. */
export const components: Components = {
  a: Link,
  img: Image,
  table: Table,
  pre: Pre,
  input: Checkbox,
  ul: directed('ul'),
  ol: directed('ol'),
  blockquote: directed('blockquote'),
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
};
