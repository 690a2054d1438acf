import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';
import { copyDatabase } from './postgres.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A server in a process of its own, as `npm start` runs it. */
export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Sends a signal and waits for the end. Answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a server and waits until it listens. Rejects with what it printed when it ends before. */
export async function startProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawnServer({ PORT: '0', RATE_LIMIT_PER_MINUTE: '0', ...env });
  let output = '';
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /listening on (http:\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    exited.then(() => reject(new Error(`The server ended: ${output}`)), reject);
  });
  return {
    url,
    child,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

/** Starts a server that is expected to end by itself. Answers its exit code and what it printed. */
export async function runToEnd(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawnServer(env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

function spawnServer(env: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, ['--conditions=@parlance/source', 'server/start.mjs'], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Settings of a database that survives its server, on what the project of this run uses. */
export async function lastingDatabase(): Promise<{ env: Record<string, string>; drop(): Promise<void> }> {
  if (process.env['TEST_DATABASE'] === 'postgres') {
    const copy = await copyDatabase(inject('template'));
    return {
      env: { DATABASE_URL: copy.url, JWT_SECRET: 'a secret of the tests, long enough' },
      drop: copy.drop,
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'parlance-data-'));
  return { env: { DATA_DIR: folder }, drop: () => rm(folder, { recursive: true, force: true }) };
}
