import { type OfflineModel, type OfflineModelOptions, startOfflineModel } from '@parlance/offline-model';
import { type App, type AppOverrides, createApp } from '../../server/src/app.ts';
import { type Config, readConfig } from '../../server/src/config/config.ts';
import { readEnv } from '../../server/src/config/env.ts';
import { listen } from '../../server/src/listen.ts';
import { createLog } from '../../server/src/log.ts';
import { openTestDatabase } from './open-test-database.ts';

/** A whole server in this process, on a database of its own, with a model that plays scripts. */
export interface TestServer extends AsyncDisposable {
  url: string;
  app: App;
  model: OfflineModel;
  /** Every line of the log, parsed. */
  logs: Record<string, unknown>[];
  close(): Promise<void>;
}

/** What a test wants to differ from a plain server. */
export interface TestServerOptions {
  config?: Partial<Config>;
  model?: OfflineModelOptions;
  overrides?: AppOverrides;
}

/** Starts a server. Limits are off unless the test sets one, and it has no page unless the test names the folder of one. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const model = await startOfflineModel(options.model);
  const database = options.overrides?.database ?? (await openTestDatabase());
  const logs: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line: string) => logs.push(JSON.parse(line)) });
  const config: Config = {
    ...readConfig(readEnv({ PORT: '0', RATE_LIMIT_PER_MINUTE: '0', SHUTDOWN_GRACE_MS: '1000' })),
    dataDir: null,
    model: { baseUrl: model.url, apiKey: 'test', name: 'scripted', api: 'chat_completions' },
    ...options.config,
  };
  const app = await createApp(config, { log, pageFolder: null, ...options.overrides, database });
  const listening = await listen(app.http, config);
  const close = async () => {
    const closed = listening.close();
    await app.close();
    listening.server.closeAllConnections();
    await closed;
    await model.close();
  };
  return { url: listening.url, app, model, logs, close, [Symbol.asyncDispose]: close };
}
