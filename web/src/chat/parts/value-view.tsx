import { useText } from '../../i18n/text.ts';
import { FlatView } from './flat-view.tsx';
import { Folded } from './folded.tsx';
import { inWords } from './use-tool-name.ts';
import { isFlat, shapeOf } from './value-shape.ts';
import styles from './value-view.module.css';

const SHOWN_ITEMS = 12;
const SHOWN_ROWS = 8;

/** What goes into a tool or comes out of it, as it is read best. */
export function ValueView({ value, depth = 0 }: { value: unknown; depth?: number }) {
  const { tools } = useText();
  const shape = shapeOf(value, depth);
  switch (shape.kind) {
    case 'flat':
      return <FlatView value={shape.value} />;
    case 'json':
      return <FlatView value={shape.text} isCode />;
    case 'table':
      return <Table columns={shape.columns} rows={shape.rows} />;
    case 'list':
      return (
        <Folded items={shape.items} most={SHOWN_ITEMS}>
          {(items) => (
            <ul className={styles.list}>
              {items.map((item, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the items have nothing else, and do not change
                <li key={at}>
                  <FlatView value={item} />
                </li>
              ))}
            </ul>
          )}
        </Folded>
      );
    case 'pairs':
      if (shape.pairs.length === 0) return <p className={styles.none}>{tools.nothing}</p>;
      return (
        <Folded items={shape.pairs} most={SHOWN_ITEMS}>
          {(pairs) => <Pairs pairs={pairs} depth={depth} />}
        </Folded>
      );
  }
}

function Pairs({ pairs, depth }: { pairs: readonly [string, unknown][]; depth: number }) {
  return (
    <dl className={styles.pairs}>
      {pairs.map(([name, value]) => (
        <div key={name} className={styles.pair} data-deep={!isFlat(value) || undefined}>
          <dt className={styles.name} title={name}>
            <bdi>{inWords(name)}</bdi>
          </dt>
          <dd className={styles.value}>
            <ValueView value={value} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Table({ columns, rows }: { columns: readonly string[]; rows: readonly unknown[][] }) {
  const { tools } = useText();
  if (rows.length === 0) return <p className={styles.none}>{tools.nothing}</p>;
  return (
    <Folded items={rows} most={SHOWN_ROWS}>
      {(shown) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it, too
        <section className={styles.scroller} tabIndex={0} aria-label={tools.table}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col" title={name}>
                    <bdi>{inWords(name)}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else, and do not change
                <tr key={at}>
                  {columns.map((name, column) => (
                    <td key={name}>
                      <Cell value={row[column]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Folded>
  );
}

function Cell({ value }: { value: unknown }) {
  return isFlat(value) ? (
    <FlatView value={value ?? null} />
  ) : (
    <FlatView value={JSON.stringify(value)} isCode />
  );
}
