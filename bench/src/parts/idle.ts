import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { startBare, startFloor } from '../processes/servers.ts';
import type { ServerProcess } from '../processes/start-process.ts';
import { memoryMegabytes } from '../processes/usage.ts';
import { JWT_SECRET } from '../words.ts';

const IDLE_MS = 5_000;

/** Memory of a server that has nothing to do, in megabytes. */
export interface IdleFigures {
  name: string;
  now: number;
  /** The most it ever had, its start included. */
  peak: number;
}

/** Memory of idle servers as `npm start` starts them: no model is named, so Parlance has the offline model inside. */
export async function measureIdle(context: Context): Promise<IdleFigures[]> {
  const { cluster, folder, model, say } = context;
  await using database = await cluster.createDatabase('idle');
  await using floorDatabase = await cluster.createDatabase('idle_floor');
  const files = join(folder, 'embedded');
  say('Idle servers');
  return [
    await rest('floor', startFloor({ folder, databaseUrl: floorDatabase.url, modelUrl: model.url })),
    await rest('Parlance on PostgreSQL', startBare(folder, { DATABASE_URL: database.url, JWT_SECRET })),
    await rest('Parlance, embedded, very first start', startBare(folder, { DATA_DIR: files })),
    await rest('Parlance, embedded, later start', startBare(folder, { DATA_DIR: files })),
  ];
}

async function rest(name: string, starting: Promise<ServerProcess>): Promise<IdleFigures> {
  await using server = await starting;
  await delay(IDLE_MS);
  return { name, ...memoryMegabytes(server.pid) };
}
