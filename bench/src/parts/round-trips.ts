import type { Context } from '../context.ts';
import type { Talk } from '../load/job.ts';
import { startParlance } from '../processes/servers.ts';
import { startCountingProxy } from '../sql/counting-proxy.ts';

// What a statement of the event log is known by.
const EVENT_LOG = /event/i;
const TURNS_PER_USER = 10;

/** Round trips to the database, as a proxy counted them. */
export interface RoundTrips {
  turns: number;
  /** By statement, for each turn. */
  perTurn: Record<string, number>;
  besidesEventLog: number;
}

/** Counts the round trips between a Parlance of its own and the database, over all doors. */
export async function countRoundTrips(
  { folder, model, load, say }: Context,
  databaseUrl: string,
  talks: Talk[],
): Promise<RoundTrips> {
  say('Counting round trips');
  await using proxy = await startCountingProxy(databaseUrl);
  await using server = await startParlance({ folder, databaseUrl: proxy.url, modelUrl: model.url });
  const job = { url: server.url, lanes: talks.map((talk) => [talk]) };
  // Opens the connections, which costs round trips of their own.
  let turns = (await load.run({ ...job, door: 'api', limit: { ms: 30_000, turnsPerLane: TURNS_PER_USER } }))
    .turns;
  const warmUp = turns;
  proxy.take();
  for (const door of ['api', 'v1', 'trpc'] as const) {
    turns += (await load.run({ ...job, door, limit: { ms: 30_000, turnsPerLane: TURNS_PER_USER } })).turns;
  }
  const perTurn = Object.fromEntries(
    [...proxy.take()].map(([what, count]) => [what, count / (turns - warmUp)] as const),
  );
  const besidesEventLog = Object.entries(perTurn)
    .filter(([what]) => !EVENT_LOG.test(what))
    .reduce((sum, [, count]) => sum + count, 0);
  return { turns, perTurn, besidesEventLog };
}
