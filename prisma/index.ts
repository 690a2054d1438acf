import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export { Prisma, PrismaClient } from './generated/client.ts';

/** One migration in Prisma's folder format. */
export interface Migration {
  name: string;
  sql: string;
}

/** All migrations, oldest first. */
export function readMigrations(): Migration[] {
  const folder = join(import.meta.dirname, 'migrations');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}
