import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Where the built page is. */
export const pageFolder = resolve(import.meta.dirname, '../../web/dist');

/** Builds the page once, before any test, unless the one that is there is of the same sources. */
export default async function setup(): Promise<void> {
  const script = resolve(import.meta.dirname, '../../web/build.ts');
  await promisify(execFile)(process.execPath, [script, '--if-stale']);
}
