import { AppError } from '../domain/errors.ts';

// Classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html that mean "not reachable now".
const UNREACHABLE = /^(08|53|57014|57P0|58)/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const CLOSED =
  /Connection terminated|timeout exceeded when trying to connect|connection timeout|PGlite is clos/i;

/** An error of the driver as one of ours: unreachable and broken are told apart, both keep their cause. */
export function toDatabaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : '';
  // P1001, P1002, P1008, P1017, P2024, P2028: Prisma's codes for the same.
  const unreachable =
    UNREACHABLE.test(code) ||
    SYSTEM.has(code) ||
    CLOSED.test(text) ||
    /^(P100[128]|P1017|P2024|P2028)$/.test(code);
  return unreachable
    ? new AppError('database_unavailable', 'The database cannot be reached; try again shortly', {
        cause: error,
      })
    : new AppError('internal', 'Something went wrong on our side', { cause: error });
}

/** Whether a row was to hang on one that is not there. P2003: Prisma's code for it. */
export const lacksItsTarget = (error: unknown): boolean =>
  error instanceof AppError &&
  typeof error.cause === 'object' &&
  error.cause !== null &&
  'code' in error.cause &&
  error.cause.code === 'P2003';

/** Runs work on the database, turning what its driver throws into our errors. */
export async function withDatabaseErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toDatabaseError(error);
  }
}
