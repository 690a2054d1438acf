import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  const release = takeFolder(dataDir);
  try {
    const path = join(dataDir, 'postgres');
    if (!existsSync(join(path, 'PG_VERSION'))) await create(path);
    return { path, release };
  } catch (error) {
    release();
    throw error;
  }
}

function takeFolder(dataDir: string): () => void {
  try {
    makeFolder(resolve(dataDir));
    return takeLock(resolve(dataDir, 'server.lock'));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new Error(`DATA_DIR: Must be a folder that this process can make and write to: ${dataDir}`, {
      cause,
    });
  }
}

/** With all that it is in. Node's own `recursive` never ends where a folder takes no other, as /proc does not. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another server may have been quicker.
    if (!existsSync(path)) throw error;
  }
}

/** The locks that this process holds. */
const held = new Set<string>();

function takeLock(file: string): () => void {
  const holder = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const pid = Number(holder.split(' ')[0]);
  const isOurs = pid === process.pid;
  if (isOurs ? held.has(file) : pid > 0 && isAlive(pid) && [String(pid), identityOf(pid)].includes(holder)) {
    throw new AppError(
      'internal',
      `The embedded database is in use by process ${pid}: stop it, or set another DATA_DIR (or DATABASE_URL to share one PostgreSQL)`,
    );
  }
  writeFileSync(file, identityOf(process.pid));
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}

/** A process by its number and, where the system tells (Linux), when it began: after a crash another may have the number. */
function identityOf(pid: number): string {
  try {
    // What comes after the name, which may have any character in it: the 22nd value is the start in ticks since boot.
    const began = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)?.split(' ')[20];
    return `${pid} ${began}`;
  } catch {
    return String(pid);
  }
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
