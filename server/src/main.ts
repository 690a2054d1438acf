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

  const stop = async (signal: string) => {
    app.log.info({ signal }, 'stopping');
    const closed = listening.close();
    await app.close();
    listening.server.closeAllConnections();
    await closed;
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exit(1);
}
