/** Types by their number, as PostgreSQL sends it: they never change. */
const BOOL = 16;
const INTEGERS = new Set([21, 23, 26]);
const NUMBERS = new Set([20, 700, 701, 1700]);
const JSONS = new Set([114, 3802]);
const TIMESTAMPS = new Set([1114, 1184]);

const LONGEST_TEXT = 2_000;

/** A value as text, as PostgreSQL sends it, to one that JSON can hold. What a number cannot hold exactly stays text. */
export function jsonValue(text: string | null, type: number): { value: unknown; isCut: boolean } {
  if (text === null) return { value: null, isCut: false };
  if (type === BOOL) return { value: text === 't', isCut: false };
  if (INTEGERS.has(type)) return { value: Number(text), isCut: false };
  if (NUMBERS.has(type)) return { value: exactNumber(text), isCut: false };
  if (text.length > LONGEST_TEXT) {
    return { value: `${text.slice(0, LONGEST_TEXT).toWellFormed()}… [cut]`, isCut: true };
  }
  if (JSONS.has(type)) return { value: parsed(text), isCut: false };
  return { value: TIMESTAMPS.has(type) ? text.replace(' ', 'T') : text, isCut: false };
}

function exactNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
