import { fileURLToPath } from 'node:url';
import { JWT_SECRET } from '../words.ts';
import { type ServerProcess, startProcess } from './start-process.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCE = '--conditions=@parlance/source';

/** Where a server's surroundings are. */
export interface Surroundings {
  folder: string;
  databaseUrl: string;
  modelUrl: string;
}

export function startModel(
  folder: string,
  script: 'model.ts' | 'streaming-model.ts',
): Promise<ServerProcess> {
  return startProcess({
    name: 'model',
    script: `bench/src/${script}`,
    cwd: root,
    folder,
    nodeArguments: [SOURCE],
    env: {},
  });
}

export function startFloor({ folder, databaseUrl, modelUrl }: Surroundings): Promise<ServerProcess> {
  return startProcess({
    name: 'floor',
    script: 'bench/src/floor.ts',
    cwd: root,
    folder,
    nodeArguments: [SOURCE],
    env: { DATABASE_URL: databaseUrl, OPENAI_BASE_URL: modelUrl, JWT_SECRET },
  });
}

/** Parlance as `npm start` runs it, with a limit on messages that is counted and never reached. */
export function startParlance(
  { folder, databaseUrl, modelUrl }: Surroundings,
  nodeArguments: readonly string[] = [],
): Promise<ServerProcess> {
  return startBare(
    folder,
    {
      DATABASE_URL: databaseUrl,
      JWT_SECRET,
      OPENAI_BASE_URL: modelUrl,
      OPENAI_API_KEY: 'x',
      OPENAI_MODEL: 'bench',
      RATE_LIMIT_PER_MINUTE: '1000000000',
    },
    nodeArguments,
  );
}

/** What makes Node write a CPU profile into a folder when it ends. */
export const profiling = (folder: string | null): string[] =>
  folder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];

/** What makes a server collect its garbage at SIGUSR2, and say what is in use. */
export const COLLECTING = ['--expose-gc', '--import', './bench/src/collect-garbage.ts'];

/** Parlance with these settings and no others. */
export function startBare(
  folder: string,
  settings: Readonly<Record<string, string>>,
  nodeArguments: readonly string[] = [],
): Promise<ServerProcess> {
  return startProcess({
    name: 'parlance',
    script: 'server/start.mjs',
    cwd: root,
    folder,
    nodeArguments: [SOURCE, ...nodeArguments],
    env: { PORT: '0', LOG_LEVEL: 'info', ...settings },
  });
}
