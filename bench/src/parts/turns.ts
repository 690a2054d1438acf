import type { Context } from '../context.ts';
import { profiling, startFloor, startParlance } from '../processes/servers.ts';
import { memoryMegabytes } from '../processes/usage.ts';
import { prepareFloor, prepareParlance } from '../users.ts';
import { measure, type Sample, type Way } from './measure.ts';
import { countRoundTrips, type RoundTrips } from './round-trips.ts';

const USERS = 32;
// More than enough for every conversation to hold the 50 messages that the model is shown.
const WARM_UP_TURNS = 30;
const MOST_TURNS = 1_000_000;

/** What one way did with so many turns at once: one sample a round. */
export interface WayFigures {
  name: string;
  atOnce: number;
  samples: Sample[];
}

/** What the part found. */
export interface TurnsFigures {
  ways: WayFigures[];
  peakMegabytes: { floor: number; parlance: number };
  /** Transactions that PostgreSQL counted in Parlance's database, from its making to the end, by turns answered. */
  commitsPerTurn: number;
  roundTrips: RoundTrips;
}

/** Turns per second, latency, CPU and memory, next to the floor's. */
export async function measureTurns(context: Context): Promise<TurnsFigures> {
  const { cluster, folder, model, options } = context;
  await using floorDatabase = await cluster.createDatabase('floor');
  await using database = await cluster.createDatabase('parlance');
  const rest = { folder, modelUrl: model.url };
  await using floor = await startFloor({ ...rest, databaseUrl: floorDatabase.url });
  await using server = await startParlance(
    { ...rest, databaseUrl: database.url },
    profiling(options.profile),
  );
  const talks = await prepareParlance(server.url, USERS);
  const ways: Way[] = [
    { name: 'floor', door: 'api', server: floor, talks: await prepareFloor(floorDatabase, USERS) },
    { name: 'POST /api/chat', door: 'api', server, talks },
    { name: 'POST /api/v1/chat', door: 'v1', server, talks },
    { name: 'tRPC chat.send', door: 'trpc', server, talks },
    { name: '… by @trpc/client', door: 'trpc-client', server, talks },
  ];
  context.say('Warming up');
  const warm = { ms: 60_000, turnsPerLane: WARM_UP_TURNS };
  let turns = USERS;
  for (const way of ways) turns += countTurns(way, floor.pid, await measure(context, way, USERS, warm));
  const figures = await runRounds(context, ways);
  turns += figures.flatMap(({ name, samples }) => (name === 'floor' ? [] : samples)).reduce(sumTurns, 0);
  const peakMegabytes = {
    floor: memoryMegabytes(floor.pid).peak,
    parlance: memoryMegabytes(server.pid).peak,
  };
  const roundTrips = await countRoundTrips(context, database.url, talks);
  // A process of PostgreSQL may keep what it counted until it ends.
  await server[Symbol.asyncDispose]();
  const commitsPerTurn = (await database.commits()) / (turns + roundTrips.turns);
  return { ways: figures, peakMegabytes, commitsPerTurn, roundTrips };
}

const sumTurns = (sum: number, sample: Sample): number => sum + sample.turns;

const countTurns = (way: Way, floorPid: number, { turns }: Sample): number =>
  way.server.pid === floorPid ? 0 : turns;

/** Rounds of all ways in turn, each round beginning with another, because the machine's speed drifts. */
async function runRounds(context: Context, ways: readonly Way[]): Promise<WayFigures[]> {
  const { rounds, ms } = context.options.quick ? { rounds: 3, ms: 1_500 } : { rounds: 5, ms: 3_000 };
  const figures = new Map<string, WayFigures>();
  for (let round = 0; round < rounds; round += 1) {
    for (const atOnce of [USERS, 1]) {
      context.say(`Round ${round + 1} of ${rounds}, ${atOnce} at once`);
      for (let step = 0; step < ways.length; step += 1) {
        const way = ways[(step + round) % ways.length];
        if (!way) continue;
        const sample = await measure(context, way, atOnce, { ms, turnsPerLane: MOST_TURNS });
        const key = `${way.name} ${atOnce}`;
        const known = figures.get(key) ?? { name: way.name, atOnce, samples: [] };
        figures.set(key, { ...known, samples: [...known.samples, sample] });
      }
    }
  }
  return [...figures.values()];
}
