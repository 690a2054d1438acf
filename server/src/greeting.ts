import type { App } from './app.ts';
import type { Config } from './config/config.ts';
import { SettingsError } from './config/env.ts';
import { AppError } from './domain/errors.ts';

/** What is printed when the server is up: where it is, what it stands on, and what to set to change that. */
export function greeting(
  url: string,
  config: Config,
  { model, hasPage }: Pick<App, 'model' | 'hasPage'>,
): string {
  const database =
    config.databaseUrl === null
      ? `embedded PostgreSQL in ${config.dataDir} (set DATABASE_URL to use your own)`
      : `PostgreSQL at ${new URL(config.databaseUrl).host}`;
  const answers = model.offline
    ? 'the built-in offline model, which is none: it quotes (set OPENAI_API_KEY or OPENAI_BASE_URL for a real one)'
    : `${model.model} at ${new URL(model.baseUrl).host}`;
  return [
    '',
    `  Parlance is listening on ${url}`,
    `  Database  ${database}`,
    `  Model     ${answers}`,
    `  Page      ${hasPage ? url : 'not built yet (npm run build)'}`,
    '',
    `  Try it    curl -d '{"message":"Hello"}' ${url}/chat`,
    '',
    '',
  ].join('\n');
}

/** Why the server could not start, for the operator: what was tried, and each cause down to the first. */
export function startFailure(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  return ['Parlance could not start.', ...reasons(error)].join('\n  ');
}

function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  // Of a name with several addresses: it says nothing itself.
  if (error instanceof AggregateError) return error.errors.flatMap(reasons);
  const said =
    error instanceof AppError && error.code === 'internal' && error.cause !== undefined
      ? []
      : [error.message];
  return [...said, ...(error.cause === undefined ? [] : reasons(error.cause))];
}
