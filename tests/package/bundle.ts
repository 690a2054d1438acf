import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Rolldown } from 'tsdown';
import type { Consumer } from './consumer.ts';

/** A program with all that it imports, as a page would load it. */
export interface Bundle {
  code: string;
  gzipped: number;
  /** The packages that something of is in it. */
  packages: string[];
}

let count = 0;

/** Bundles a program of the consumer's, minified. */
export async function bundle(consumer: Consumer, program: string): Promise<Bundle> {
  const input = join(consumer.folder, `bundle-${process.pid}-${++count}.js`);
  await writeFile(input, program);
  const build = await Rolldown.rolldown({
    input,
    cwd: consumer.folder,
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  const [chunk] = output;
  const packages = Object.entries(chunk.modules).flatMap(([file, { code }]) =>
    code === null || code === '' ? [] : (/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
  );
  return {
    code: chunk.code,
    gzipped: gzipSync(chunk.code).byteLength,
    packages: [...new Set(packages)].sort(),
  };
}
