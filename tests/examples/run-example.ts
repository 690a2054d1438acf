import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** An example that runs. */
export interface RunningExample {
  child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** Runs an example by the command that its README names, with an environment of its own. */
export function runExample(folder: string, script: string, env: Record<string, string>): RunningExample {
  const readme = readFileSync(join(ROOT, 'examples', folder, 'README.md'), 'utf8');
  if (!readme.includes(`npm run ${script}\n`))
    throw new Error(`The README of ${folder} does not name ${script}`);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [command, ...args] = scripts[script]?.split(' ') ?? [];
  if (command !== 'node') throw new Error(`${script} does not run Node`);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code) };
}
