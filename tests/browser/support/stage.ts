import { type OfflineModel, startOfflineModel } from '@parlance/offline-model';
import type { Browser } from 'playwright-core';
import { defaultBot } from '../../../server/src/config/default-bot.ts';
import { createBots } from '../../../server/src/data/bots.ts';
import { Scope } from '../../../server/src/data/scope.ts';
import type { Database } from '../../../server/src/data/sql.ts';
import { createSealer } from '../../../server/src/identity/sealer.ts';
import { type ServerProcess, startProcess } from '../../harness/server-process.ts';
import { lastingDatabase } from './database.ts';
import { launchBrowser } from './launch.ts';

/** A server in a process of its own, a model that plays scripts, and a browser. */
export interface Stage {
  url: string;
  model: OfflineModel;
  browser: Browser;
  /** Ends the server with a signal. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again, on the same port and database. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** What a file wants to differ from a plain server. */
export interface StageOptions {
  env?: Record<string, string>;
  /** Writes into the database before the server starts. */
  prepare?(database: Database): Promise<unknown>;
}

export async function openStage({ env = {}, prepare }: StageOptions = {}): Promise<Stage> {
  await using undo = new AsyncDisposableStack();
  const model = undo.use(await startOfflineModel());
  const database = await lastingDatabase();
  undo.defer(database.drop);
  if (prepare) {
    const open = await database.open();
    // As the server does when it starts.
    await createBots(new Scope(open.prisma), createSealer('a secret of the tests')).ensureOperatorBot(
      defaultBot,
    );
    await prepare(open).finally(open.close);
  }
  const settings = {
    ...database.env,
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    // All visitors come from one address.
    RATE_LIMIT_PER_MINUTE: '0',
    ...env,
  };
  let server: ServerProcess = await startProcess(settings);
  const { url } = server;
  undo.defer(() => endIfUp(server));
  const browser = await launchBrowser();
  undo.defer(() => browser.close());
  const owned = undo.move();
  return {
    url,
    model,
    browser,
    end: async (signal) => {
      await server.end(signal);
    },
    start: async () => {
      server = await startProcess({ ...settings, PORT: new URL(url).port });
    },
    close: () => owned.disposeAsync(),
  };
}

async function endIfUp(server: ServerProcess): Promise<void> {
  if (server.child.exitCode === null && server.child.signalCode === null) await server.end('SIGKILL');
}
