/** What is wrong with a value that came from outside, and where. */
export interface UnsafeValue {
  path: string;
  problem: string;
}

/** Deepest nesting that is accepted. */
export const MAX_DEPTH = 64;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Looks through a value from outside for what no field of ours may hold: deep nesting, keys that reach for prototypes, and
 * strings that PostgreSQL or Unicode cannot hold (NUL, lone surrogates). Never recurses.
 */
export function findUnsafe(root: unknown): UnsafeValue | null {
  const pending: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string') {
      const problem = stringProblem(value);
      if (problem !== null) return { path, problem };
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= MAX_DEPTH) return { path, problem: `Must not be nested deeper than ${MAX_DEPTH} levels` };
      for (const [key, item] of Object.entries(value)) {
        if (FORBIDDEN_KEYS.has(key)) return { path, problem: `Must not have a field named ${key}` };
        if (stringProblem(key) !== null)
          return { path, problem: 'Must not have a NUL or a lone surrogate in a field name' };
        pending.push({ value: item, path: path === '' ? key : `${path}.${key}`, depth: depth + 1 });
      }
    }
  }
  return null;
}

/** Whether a value is nested deeper than so many levels. Never recurses. */
export function isDeeperThan(root: unknown, levels: number): boolean {
  const pending: [unknown, number][] = [[root, 0]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= levels) return true;
    for (const item of Object.values(value)) pending.push([item, depth + 1]);
  }
  return false;
}

function stringProblem(text: string): string | null {
  if (text.includes('\0')) return 'Must not contain NUL characters';
  return text.isWellFormed() ? null : 'Must be well-formed Unicode: it has a lone surrogate';
}
