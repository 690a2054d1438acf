import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mustRun } from '../harness/run.ts';
import { type Example, examples } from './examples.ts';

/** The repository. */
export const ROOT = resolve(import.meta.dirname, '../..');
/** The package as it stands in the repository. */
export const SDK = join(ROOT, 'client-sdk');

/** A program that has the packed package from npm, and nothing of this repository. */
export interface Consumer {
  folder: string;
  tarball: string;
  /** The package, as it was installed. */
  installed: string;
  /** What npm installed for it, before the consumer had React. */
  alone: string[];
  examples: Example[];
}

/** What a consumer of the hooks has beside the package. */
const forReact = ['react@19', '@types/react@19', '@tanstack/react-query@5'];

/** Builds and packs client-sdk and installs it, with its dependencies, in a folder of its own. */
export async function makeConsumer(): Promise<Consumer & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-consumer-'));
  await mustRun('npm', ['pack', '--pack-destination', folder], SDK);
  const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  const tarball = join(folder, name);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies: {} }),
  );
  const install = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await mustRun('npm', [...install, tarball, '@types/node@24'], folder);
  const alone = await readdir(join(folder, 'node_modules'));
  await mustRun('npm', [...install, ...forReact], folder);
  await cp(join(ROOT, 'tests/package/consumer'), folder, { recursive: true });
  const found = await examples(SDK);
  await mkdir(join(folder, 'examples'));
  for (const { file, code } of found) await writeFile(join(folder, 'examples', file), code);
  return {
    folder,
    tarball,
    installed: join(folder, 'node_modules/@parlance/client-sdk'),
    alone,
    examples: found,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** How a consumer resolves modules. */
export type Resolution = 'nodenext' | 'bundler';

/** Writes a tsconfig that checks everything, declarations of the package included. Answers its path. */
export async function writeTsconfig(consumer: Consumer, resolution: Resolution): Promise<string> {
  const file = join(consumer.folder, `tsconfig.${resolution}.json`);
  // tRPC's own types want the DOM's names under skipLibCheck: false; Node's are there for some and not for others.
  const platform =
    resolution === 'nodenext'
      ? { module: 'nodenext', lib: ['esnext', 'dom'], types: ['node'] }
      : { module: 'esnext', moduleResolution: 'bundler', lib: ['esnext', 'dom'], types: [] };
  const compilerOptions = {
    ...platform,
    target: 'es2022',
    jsx: 'react-jsx',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  await writeFile(
    file,
    JSON.stringify({
      compilerOptions,
      include: resolution === 'bundler' ? ['*.ts', 'examples'] : ['*.ts'],
    }),
  );
  return file;
}
