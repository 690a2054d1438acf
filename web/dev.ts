import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';

const ROOT = resolve(import.meta.dirname, '..');
/** The addresses that the server answers, and not the page. */
const SERVER_PATHS = '^/(\\.well-known|api|chat|chatkit|health|mcp|metrics|trpc|v1)(/|\\?|$)|^/embed\\.js';

const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
const url = `http://${HOST}:${PORT}`;
const serverUrl = `http://127.0.0.1:${await freePort()}`;

// One address for both: Vite serves the page as it is being written, and passes on what is the server's.
const page = await createServer({
  root: import.meta.dirname,
  logLevel: 'warn',
  clearScreen: false,
  server: {
    host: HOST,
    port: Number(PORT),
    strictPort: true,
    // With its own Host header the server knows the page's origin as its own.
    proxy: { [SERVER_PATHS]: { target: serverUrl, changeOrigin: false } },
  },
});
await page.listen();
const server = startServer();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

/** The server, which starts again with each change of its source. It ends by our signal alone: Ctrl-C reaches a whole group. */
function startServer(): ChildProcess {
  const watched = ['server/src', 'client-sdk/src', 'offline-model/src'].map((path) => `--watch-path=${path}`);
  const child = spawn(
    process.execPath,
    ['--conditions=@parlance/source', ...watched, join(ROOT, 'server/src/main.ts')],
    {
      cwd: ROOT,
      env: { ...process.env, HOST: '127.0.0.1', PORT: new URL(serverUrl).port },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  );
  createInterface(child.stdout).on('line', (line) => {
    process.stdout.write(`${line.replaceAll(serverUrl, url)}\n`);
  });
  return child;
}

async function stop(): Promise<void> {
  await page.close();
  if (server.exitCode === null && server.kill()) await once(server, 'exit');
  process.exit();
}

async function freePort(): Promise<number> {
  const probe = createTcpServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}
