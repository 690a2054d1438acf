import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../harness/run.ts';

/** What the suite found. */
export interface SuiteResult {
  code: number | null;
  output: string;
  scenarios: number;
  /** How many checks ended in which way. */
  checks: Record<string, number>;
}

const BIN = join(import.meta.dirname, 'tools/node_modules/.bin/conformance');

/** Runs a part of the suite against a server. It ends with 0 if what fails is exactly what the baseline names. */
export async function runSuite(url: string, part: readonly string[], baseline: string): Promise<SuiteResult> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-conformance-'));
  try {
    const args = ['server', '--url', url, ...part, '-o', folder];
    const expected = ['--expected-failures', join(import.meta.dirname, 'baselines', baseline)];
    const { code, output } = await run(process.execPath, [BIN, ...args, ...expected], folder);
    return { code, output, ...(await readResults(folder)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readResults(folder: string): Promise<Pick<SuiteResult, 'scenarios' | 'checks'>> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('checks.json'));
  const checks: Record<string, number> = {};
  for (const file of files) {
    const found: { status: string }[] = JSON.parse(await readFile(join(folder, file), 'utf8'));
    for (const { status } of found) checks[status] = (checks[status] ?? 0) + 1;
  }
  return { scenarios: files.length, checks };
}
