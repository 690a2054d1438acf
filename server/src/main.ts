import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { greeting, startFailure } from './greeting.ts';
import { listen } from './listen.ts';

try {
  const config = readConfig(readEnv());
  if (config.databaseUrl === null)
    process.stdout.write('Opening the embedded database (a few seconds at the first start)…\n');
  const app = await createApp(config);
  const listening = await listen(app.http, config);
  process.stdout.write(greeting(listening.url, config, app));

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    app.log.info({ signal }, 'stopping');
    const closed = listening.close();
    await app.close();
    listening.server.closeAllConnections();
    await closed;
  };
  // `on`, not `once`: npm passes on what the terminal sends to all of its processes, and a second signal would end this one at once.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exit(1);
}
