import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { useLanguage } from '../../preferences/preferences.ts';
import { type Flat, UUID } from './value-shape.ts';
import styles from './value-view.module.css';

const SHOWN_CHARACTERS = 400;
const SHOWN_LINES = 10;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** One value. Long text is cut until the whole is asked for. */
export function FlatView({ value, isCode = false }: { value: Flat; isCode?: boolean }) {
  const { tools } = useText();
  const language = useLanguage();
  if (value === null || value === undefined || value === '') return <span>{tools.nothing}</span>;
  if (typeof value === 'boolean') return <span>{value ? tools.yes : tools.no}</span>;
  if (typeof value === 'number') return <span>{new Intl.NumberFormat(language).format(value)}</span>;
  if (UUID.test(value)) {
    return (
      <code className={styles.id} title={value}>
        …{value.slice(-6)}
      </code>
    );
  }
  if (MOMENT.test(value) && !Number.isNaN(Date.parse(value))) {
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    return <time dateTime={value}>{format.format(new Date(value))}</time>;
  }
  return <LongText text={value} isCode={isCode} />;
}

function LongText({ text, isCode }: { text: string; isCode: boolean }) {
  const { tools } = useText();
  const [isOpen, setOpen] = useState(false);
  const beginning = text.split('\n', SHOWN_LINES).join('\n').slice(0, SHOWN_CHARACTERS);
  const isLong = text.length - beginning.length > 80;
  const shown = isLong && !isOpen ? `${beginning}…` : text;
  return (
    <>
      {isCode ? (
        <pre className={styles.code} dir="ltr">
          {shown}
        </pre>
      ) : (
        <span className={styles.text} dir="auto">
          {shown}
        </span>
      )}
      {isLong && (
        <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? tools.showLess : tools.showAll}
        </button>
      )}
    </>
  );
}
