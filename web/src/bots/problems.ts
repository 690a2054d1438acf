import type { ParlanceError } from '@parlance/client-sdk';

/** Says what the server has against a field or against what is below it; `alone`: without what is below it. null: nothing. */
export type Problems = (path: string, alone?: 'alone') => string | null;

/** Where the form says what is wrong. */
const SHOWN = [
  'name',
  'authorizations',
  ...['greeting', 'instructions', 'model', 'temperature', 'languages', 'allowedOrigins'].map(
    (field) => `config.${field}`,
  ),
  'config.history',
  'config.tools.operatorServers',
  'config.tools.servers',
  'config.tools.approval',
];

const isIn = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`);

/** What the server has against the fields of a form. */
export function problemsOf(error: ParlanceError | null): Problems {
  const issues = error?.details.issues ?? [];
  return (field, alone) =>
    issues.find(({ path }) => (alone ? path === field : isIn(path, field)))?.message ?? null;
}

/** What the server has against something that the form does not show. */
export const otherProblems = (error: ParlanceError | null): string[] =>
  (error?.details.issues ?? []).flatMap(({ path, message }) =>
    SHOWN.some((field) => isIn(path, field)) ? [] : [`${path}: ${message}`],
  );
