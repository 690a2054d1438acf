import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OfflineModel, startOfflineModel } from '@parlance/offline-model';
import pg from 'pg';
import { inject } from 'vitest';
import { call } from '../../harness/call.ts';
import { copyDatabase } from '../../harness/postgres.ts';
import { createInstance, type Instance } from './instance.ts';

/** Several instances on one database, with one model, and somebody who has signed up. */
export interface Cast extends AsyncDisposable {
  model: OfflineModel;
  instances: Instance[];
  /** The first instance, the second, the third. */
  at(index: number): Instance;
  token: string;
  /** Asks the database, past every policy. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Holds what a statement locks, until the function that it answers is called. */
  hold(text: string, values: unknown[]): Promise<() => Promise<void>>;
  /** The lines that tools wrote: `<toolCallId> <text>`. */
  notes(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts so many instances. They work on `databaseUrl` or on a database of their own. */
export async function startCast(
  options: { instances?: number; databaseUrl?: string; env?: Record<string, string> } = {},
): Promise<Cast> {
  await using undo = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'parlance-faults-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const databaseUrl = options.databaseUrl ?? (await ownDatabase(undo));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  // Of a server that is restarted: the next query connects again.
  pool.on('error', () => {});
  undo.defer(() => pool.end());
  const model = undo.use(await startOfflineModel());
  const noteFile = join(folder, 'notes');
  const env = {
    DATABASE_URL: databaseUrl,
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'test',
    OPENAI_MODEL: 'scripted',
    OPENAI_API: 'chat_completions',
    JWT_SECRET: 'a secret of the tests, long enough',
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
    RUN_LEASE_MS: '2000',
    SHUTDOWN_GRACE_MS: '100',
    NOTE_FILE: noteFile,
    ...options.env,
  };
  const instances = ['one', 'two', 'three']
    .slice(0, options.instances ?? 2)
    .map((id) => createInstance(id, env));
  for (const instance of instances) undo.defer(async () => void (await instance.end('SIGKILL')));
  await Promise.all(instances.map((instance) => instance.start()));
  const token = await signUp(instances[0]?.url ?? '');
  const release = undo.move();
  const close = () => release.disposeAsync();
  return {
    model,
    instances,
    at: (index) => {
      const instance = instances[index];
      if (!instance) throw new Error(`There is no instance ${index}`);
      return instance;
    },
    token,
    sql: async (text, values) => (await pool.query(text, values)).rows,
    hold: async (text, values) => {
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query(text, values);
      return async () => {
        await client.query('COMMIT');
        client.release();
      };
    },
    notes: async () => (await readFile(noteFile, 'utf8').catch(() => '')).split('\n').filter(Boolean),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function ownDatabase(undo: AsyncDisposableStack): Promise<string> {
  const copy = await copyDatabase(inject('template'));
  undo.defer(() => copy.drop());
  return copy.url;
}

async function signUp(url: string): Promise<string> {
  const { body } = await call<{ access_token: string }>(`${url}/api/auth/signup`, {
    body: { email: 'somebody@example.com', password: 'correct horse battery' },
  });
  return body.access_token;
}
