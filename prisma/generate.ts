import { spawnSync } from 'node:child_process';

// `prisma generate` looks for the schema engine although it does not use it: naming any file keeps it off the network.
const { status } = spawnSync('prisma', ['generate', '--no-hints'], {
  cwd: import.meta.dirname,
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
