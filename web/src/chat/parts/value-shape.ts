/** A value without parts. */
export type Flat = string | number | boolean | null;

/** How a JSON value is best read. */
export type Shape =
  | { kind: 'flat'; value: Flat }
  | { kind: 'list'; items: Flat[] }
  | { kind: 'table'; columns: string[]; rows: unknown[][] }
  | { kind: 'pairs'; pairs: [name: string, value: unknown][] }
  | { kind: 'json'; text: string };

const DEEPEST = 3;

/** The shape of a value. Text that is JSON is read as such: tools of other servers answer text. */
export function shapeOf(value: unknown, depth = 0): Shape {
  if (typeof value === 'string') return shapeOfText(value, depth);
  if (isFlat(value)) return { kind: 'flat', value };
  const json: Shape = { kind: 'json', text: JSON.stringify(value, null, 2) ?? '' };
  if (depth >= DEEPEST) return json;
  if (Array.isArray(value)) return shapeOfArray(value) ?? json;
  if (!isRecord(value)) return json;
  const { columns, rows } = value;
  if (isArrayOf(columns, isText) && isArrayOf(rows, Array.isArray)) return { kind: 'table', columns, rows };
  return { kind: 'pairs', pairs: Object.entries(value) };
}

function shapeOfText(text: string, depth: number): Shape {
  if (/^\s*[[{]/.test(text)) {
    try {
      return shapeOf(JSON.parse(text), depth);
    } catch {
      // It only begins like JSON.
    }
  }
  return { kind: 'flat', value: text };
}

function shapeOfArray(items: unknown[]): Shape | null {
  if (isArrayOf(items, isFlat)) return { kind: 'list', items };
  if (!isArrayOf(items, isRecord)) return null;
  const names = [...new Set(items.flatMap(Object.keys))];
  // What no row has is not worth a column.
  const columns = names.filter((name) =>
    items.some((item) => item[name] !== null && item[name] !== undefined),
  );
  return { kind: 'table', columns, rows: items.map((item) => columns.map((name) => item[name] ?? null)) };
}

/** What arguments are about, as far as that is told by the first of them that is meant for people; null: none is. */
export function subjectOf(args: unknown): string | null {
  if (!isRecord(args)) return null;
  const isMeant = (value: unknown): value is string =>
    isText(value) && value.trim() !== '' && !UUID.test(value);
  return Object.values(args).find(isMeant) ?? null;
}

export const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export const isFlat = (value: unknown): value is Flat => value === null || typeof value !== 'object';

const isText = (value: unknown): value is string => typeof value === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isArrayOf = <Item>(value: unknown, is: (item: unknown) => item is Item): value is Item[] =>
  Array.isArray(value) && value.every(is);
