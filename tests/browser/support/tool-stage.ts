import type { AppOverrides } from '../../../server/src/app.ts';
import { pageFolder } from '../../harness/page-setup.ts';
import { startServer, type TestServer } from '../../harness/start-server.ts';
import { lastingDatabase } from './database.ts';
import { launchBrowser } from './launch.ts';
import type { Stage } from './stage.ts';

/** A server in this process, whose bots have tools or agents of the test's. It can be ended and started again, on the same port and database. */
export async function openToolStage(has: Pick<AppOverrides, 'tools' | 'agents'>): Promise<Stage> {
  await using undo = new AsyncDisposableStack();
  const lasting = await lastingDatabase();
  undo.defer(lasting.drop);
  const database = await lasting.open();
  undo.defer(() => database.close());
  const shared = { ...database, close: async () => {} };
  const start = (port: number) =>
    startServer({
      config: { port, jwtSecret: 'a secret of the tests, long enough' },
      overrides: { ...has, database: shared, pageFolder },
    });
  let server: TestServer = await start(0);
  const { url } = server;
  let isUp = true;
  undo.defer(() => (isUp ? server.close() : undefined));
  const browser = await launchBrowser();
  undo.defer(() => browser.close());
  const owned = undo.move();
  return {
    url,
    get model() {
      return server.model;
    },
    browser,
    end: async () => {
      isUp = false;
      await server.close();
    },
    start: async () => {
      server = await start(Number(new URL(url).port));
      isUp = true;
    },
    close: () => owned.disposeAsync(),
  };
}
