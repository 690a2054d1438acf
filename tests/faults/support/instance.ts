import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A server process that can be killed and started again at the same address. */
export interface Instance {
  id: string;
  /** Where it listens, from the first start on. */
  url: string;
  /** Whether it was started, and was not ended by a signal since. */
  isUp: boolean;
  /** Starts it and waits until it listens. */
  start(): Promise<void>;
  /** Sends a signal that ends it and waits for the end. Answers the exit code. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Stops it in its tracks. */
  pause(): void;
  /** Lets it go on after `pause()`. */
  resume(): void;
  /** What it printed since it was started last. */
  output(): string;
}

/** An instance that is not started yet. */
export function createInstance(id: string, env: Record<string, string>): Instance {
  let child: ChildProcess | null = null;
  let output = '';
  const signal = (name: NodeJS.Signals) => {
    child?.kill(name);
  };
  const instance: Instance = {
    id,
    url: '',
    isUp: false,
    start: async () => {
      output = '';
      child = spawnServer({
        ...env,
        INSTANCE_ID: id,
        PORT: instance.url === '' ? '0' : new URL(instance.url).port,
      });
      instance.url = await listening(child, (text) => {
        output += text;
      });
      instance.isUp = true;
    },
    end: async (name) => {
      instance.isUp = false;
      if (child === null || child.exitCode !== null || child.signalCode !== null)
        return child?.exitCode ?? null;
      const exited = once(child, 'exit');
      signal(name);
      const [code] = await exited;
      return code;
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    output: () => output,
  };
  return instance;
}

function listening(child: ChildProcess, onOutput: (text: string) => void): Promise<string> {
  let seen = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      const text = chunk.toString();
      seen += text;
      onOutput(text);
      const url = /listening on (http:\S+)/.exec(seen)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The server ended: ${seen}`)));
  });
}

function spawnServer(env: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, ['--conditions=@parlance/source', 'tests/faults/server.ts'], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
