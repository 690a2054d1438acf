import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server process that is ready. */
export interface ServerProcess extends AsyncDisposable {
  pid: number;
  url: string;
  /** All that it has written so far. */
  said(): string;
}

/** How a server is started. */
export interface ProcessOptions {
  name: string;
  script: string;
  cwd: string;
  /** Where its output goes, as a file. */
  folder: string;
  nodeArguments?: readonly string[];
  /** The whole environment but PATH and HOME. */
  env: Readonly<Record<string, string>>;
}

const READY = /is listening on (http:\/\/\S+)/;
const READY_MS = 60_000;
const STOP_MS = 20_000;
const live = new Set<ChildProcess>();
let started = 0;

process.on('exit', () => {
  for (const child of live) child.kill('SIGKILL');
});

/** Starts a Node process and waits until it says where it listens. */
export async function startProcess(options: ProcessOptions): Promise<ServerProcess> {
  started += 1;
  const log = join(options.folder, `${started}-${options.name}.log`);
  const output = openSync(log, 'w');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), options.script], {
    cwd: options.cwd,
    env: { PATH, HOME, NODE_ENV: 'production', ...options.env },
    stdio: ['ignore', output, output],
  });
  live.add(child);
  child.once('exit', () => live.delete(child));
  const url = await readUrl(child, options.name, log);
  return {
    pid: child.pid ?? 0,
    url,
    said: () => readFileSync(log, 'utf8'),
    [Symbol.asyncDispose]: () => stop(child),
  };
}

async function readUrl(child: ChildProcess, name: string, log: string): Promise<string> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const said = readFileSync(log, 'utf8');
    const url = READY.exec(said)?.[1];
    if (url !== undefined) return url;
    const problem = child.exitCode !== null ? 'ended' : Date.now() > deadline ? 'did not start' : null;
    if (problem !== null) {
      child.kill('SIGKILL');
      throw new Error(`${name} ${problem}; it said:\n${said.slice(-4_000)}`);
    }
    await delay(10);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(impatient);
}
