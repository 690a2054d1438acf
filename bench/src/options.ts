import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const PARTS = ['turns', 'history', 'streams', 'idle'] as const;

/** A part of the bench that can be run alone. */
export type Part = (typeof PARTS)[number];

/** What the command line and the environment ask for. */
export interface Options {
  databaseUrl: string;
  parts: readonly Part[];
  quick: boolean;
  /** Where the figures go as JSON; null: nowhere. */
  json: string | null;
  /** Where Parlance's CPU profiles go; null: it is not profiled. */
  profile: string | null;
}

/** Something that the caller has to put right. */
export class UsageError extends Error {}

const USAGE =
  'Usage: npm run bench -- [--quick] [--only turns|history|streams|idle] [--json PATH] [--profile FOLDER]';
const NO_DATABASE = 'TEST_DATABASE_URL is not set. Run: scripts/with-postgres.sh npm run bench';

/** Reads what to do. Throws UsageError. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { quick, only, json, profile } = parse(args);
  const databaseUrl = env['TEST_DATABASE_URL'];
  if (!databaseUrl) throw new UsageError(NO_DATABASE);
  const part = PARTS.find((name) => name === only);
  if (only !== undefined && part === undefined) throw new UsageError(USAGE);
  // npm runs the script in bench/; paths are meant from where it was called.
  const path = (given: string | undefined) =>
    given === undefined ? null : resolve(env['INIT_CWD'] ?? process.cwd(), given);
  return {
    databaseUrl,
    parts: part === undefined ? PARTS : [part],
    quick: quick ?? false,
    json: path(json),
    profile: path(profile),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        only: { type: 'string' },
        json: { type: 'string' },
        profile: { type: 'string' },
      },
    }).values;
  } catch {
    throw new UsageError(USAGE);
  }
}
