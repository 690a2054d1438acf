import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, inject, test } from 'vitest';
import { mustRun, run } from '../harness/run.ts';
import { ROOT, SDK, writeTsconfig } from './consumer.ts';
import { entries } from './entries.ts';
import { undocumented } from './exports.ts';

const consumer = inject('consumer');

const tool = (path: string) => join(import.meta.dirname, 'tools/node_modules', path);
const packed = (file: string) => readFile(join(consumer.installed, file), 'utf8');
const dist = async () => {
  const files = await readdir(join(consumer.installed, 'dist'), { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => relative(consumer.installed, join(parentPath, name)));
  return Promise.all(paths.map(async (file) => ({ file, text: await packed(file) })));
};
const importsOf = (text: string) =>
  [...text.matchAll(/^(?:import|export)\b[^;]*?from\s*"([^"]+)"/gm)].flatMap(([, name]) => name ?? []);

/** What an entry loads: files of the package, and other packages. */
async function closure(file: string, seen = new Map<string, string>()) {
  const outside = new Set<string>();
  const text = await packed(file);
  seen.set(file, text);
  for (const name of importsOf(text)) {
    if (!name.startsWith('.')) outside.add(name);
    const next = join(dirname(file), name);
    if (name.startsWith('.') && !seen.has(next))
      for (const it of (await closure(next, seen)).outside) outside.add(it);
  }
  return { code: [...seen.values()].join(''), outside: [...outside].sort() };
}

describe('what is published', () => {
  test('G1: the package holds what its page promises, and no more', async () => {
    const files = await readdir(consumer.installed);
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'src']);
    const manifest = JSON.parse(await readFile(join(consumer.installed, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ type: 'module', license: 'MIT', sideEffects: false });
    expect(manifest.publishConfig).toEqual({ access: 'public' });
    const built = (await dist()).map(({ file }) => file);
    expect(built).toEqual(expect.arrayContaining(entries().map((entry) => entry.built)));
    expect(built.filter((file) => !/\.(js|d\.ts)$/.test(file))).toEqual([]);
  });

  test('G1: nothing of the server, Prisma, Express or Node is named in what is built', async () => {
    const foreign =
      /@parlance\/(?!client-sdk)|prisma|express|\bnode:|\bBuffer\b|\bprocess\b|__dirname|\brequire\(/i;
    for (const { file, text } of await dist()) {
      const code = text.replaceAll(/\/\*.*?\*\//gs, '');
      expect.soft(foreign.exec(code)?.[0], file).toBeUndefined();
    }
  });

  test('G1: the client carries no zod, and each entry only what it needs', async () => {
    const outside = async (name: string) => {
      const entry = entries().find((one) => one.name === name);
      return (await closure(entry?.built ?? name)).outside;
    };
    expect(await outside('index')).toEqual([
      '@trpc/client',
      '@trpc/server/observable',
      'eventsource',
      'superjson',
    ]);
    expect(await outside('contract')).toEqual(['zod']);
    expect(await outside('react')).toEqual(['@tanstack/react-query', '@trpc/client', 'react']);
  });

  test('G1: who installs it does not get React with it, and the hooks say that they are for the client', async () => {
    expect(consumer.alone).toEqual(expect.arrayContaining(['@parlance', '@trpc', 'superjson']));
    expect(consumer.alone).not.toContain('react');
    expect(consumer.alone).not.toContain('@tanstack');
    expect(await packed('dist/react/index.js')).toMatch(/^['"]use client['"];/);
  });

  test('G1: the client is at most 12 kB gzipped, without what it imports', async () => {
    const { code } = await closure('dist/index.js');
    expect(gzipSync(code).byteLength).toBeLessThanOrEqual(12_000);
  });

  test('G1: publint has nothing to say', async () => {
    const { code, output } = await run(
      'node',
      [tool('publint/src/cli.js'), 'run', consumer.tarball, '--strict'],
      SDK,
    );
    expect(output).toContain('All good!');
    expect(code).toBe(0);
  });

  test('G1: arethetypeswrong finds nothing wrong', async () => {
    const attw = tool('@arethetypeswrong/cli/dist/index.js');
    await mustRun('node', [attw, consumer.tarball, '--profile', 'esm-only', '--no-emoji'], SDK);
  });
});

describe('for who imports it', () => {
  test.each([
    ['5.9', 'typescript-5.9', 'nodenext'],
    ['5.9', 'typescript-5.9', 'bundler'],
    ['6.0', 'typescript-6.0', 'nodenext'],
    ['6.0', 'typescript-6.0', 'bundler'],
    ['7.0', 'typescript-7.0', 'nodenext'],
    ['7.0', 'typescript-7.0', 'bundler'],
  ] as const)(
    'G1: compiles under TypeScript %s (%s, %s), and mistakes do not',
    async (version, name, resolution) => {
      const tsc = tool(`${name}/bin/tsc`);
      expect(await mustRun('node', [tsc, '--version'], ROOT)).toContain(`Version ${version}.`);
      const tsconfig = await writeTsconfig(consumer, resolution);
      expect(await run('node', [tsc, '-p', tsconfig], consumer.folder)).toEqual({ code: 0, output: '' });
    },
  );

  test('G1: every export says what it is, with an example that was compiled above', () => {
    expect(consumer.examples.length).toBeGreaterThan(20);
    for (const { source, specifier } of entries()) expect.soft(undocumented(source), specifier).toEqual([]);
  });
});
