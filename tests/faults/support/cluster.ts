import { execFile } from 'node:child_process';
import { appendFile, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');

/** A PostgreSQL of its own, which can be stopped. */
export interface Cluster extends AsyncDisposable {
  url: string;
  start(): Promise<void>;
  /** `fast` ends what is going on and writes everything; `immediate` is a crash. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  restart(mode: 'fast' | 'immediate'): Promise<void>;
}

/** Makes a cluster in a folder that is thrown away, and starts it. */
export async function startCluster(): Promise<Cluster> {
  await using undo = new AsyncDisposableStack();
  const programs = (await run('bash', [join(ROOT, '.ci/postgres')])).stdout.trim();
  const isRoot = process.getuid?.() === 0;
  const folder = await mkdtemp(join(isRoot ? '/tmp' : tmpdir(), 'parlance-cluster-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  // PostgreSQL refuses to run as root.
  const asOwner = (program: string, args: string[]) => {
    const command = [join(programs, program), ...args];
    return isRoot
      ? run('runuser', ['-u', 'postgres', '--', ...command], { cwd: folder })
      : run(command[0] ?? '', command.slice(1), { cwd: folder });
  };
  if (isRoot) await chown(folder, Number((await run('id', ['-u', 'postgres'])).stdout), -1);
  const data = join(folder, 'data');
  const control = (...args: string[]) =>
    asOwner('pg_ctl', [...args, '--silent', '--wait', `--pgdata=${data}`, `--log=${join(folder, 'log')}`]);

  await asOwner('initdb', [
    `--pgdata=${data}`,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-sync',
  ]);
  const port = await freePort();
  await appendFile(
    join(data, 'postgresql.conf'),
    `listen_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = '${folder}'\n`,
  );
  undo.defer(() => control('stop', '--mode=immediate').then(undefined, () => undefined));
  await control('start');
  const release = undo.move();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    start: async () => void (await control('start')),
    stop: async (mode) => void (await control('stop', `--mode=${mode}`)),
    restart: async (mode) => void (await control('restart', `--mode=${mode}`)),
    [Symbol.asyncDispose]: () => release.disposeAsync(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
