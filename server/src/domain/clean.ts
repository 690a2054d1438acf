/** A text that PostgreSQL can hold: without NUL, with lone surrogates replaced. */
export const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** A JSON value whose every text is clean. */
export function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanJson(item)]));
}
