import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';

/** The files of the embedded database, held by this process. */
export interface EmbeddedFiles {
  path: string;
  release(): void;
}

/**
 * Takes the embedded database's folder for this process, making the database at the very first start: in a process of its own,
 * because `initdb` takes some 300 MB that PostgreSQL in WebAssembly would not give back.
 */
export async function prepareEmbedded(dataDir: string): Promise<EmbeddedFiles> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = takeLock(join(dataDir, 'server.lock'));
  const path = join(dataDir, 'postgres');
  if (!existsSync(join(path, 'PG_VERSION'))) await create(path);
  return { path, release };
}

function takeLock(file: string): () => void {
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new AppError(
      'internal',
      `The embedded database is in use by process ${holder}: stop it, or set another DATA_DIR (or DATABASE_URL to share one PostgreSQL)`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function create(path: string): Promise<void> {
  const unfinished = `${path}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const script = join(import.meta.dirname, 'make-embedded.ts');
  const child = spawn(process.execPath, [...process.execArgv, script, unfinished], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`The embedded database could not be made (exit code ${code})`);
  renameSync(unfinished, path);
}
