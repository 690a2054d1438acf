import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../plan.ts';
import { COLLECTING } from '../../processes/servers.ts';
import type { ServerProcess } from '../../processes/start-process.ts';
import { type StreamContext, type Subject, startSubject } from './setting.ts';

/** What readers that stop reading cost. Memory is what the server has in use, in megabytes. */
export interface SlowReaderFigures {
  readers: number;
  /** Characters of each answer. */
  characters: number;
  /** After as many answers that were read. */
  before: number;
  /** When all runs have finished, with every reader still there. */
  after: number;
  /** After the readers were dropped. */
  dropped: number;
}

// As fast as the model can. On one machine the kernel takes up to some 4 MB for a connection: the second load goes beyond it.
const LOADS: { readers: number; plan: Plan }[] = [
  { readers: 500, plan: { tokens: 200, everyMs: 0, size: 1_000 } },
  { readers: 10, plan: { tokens: 8_000, everyMs: 0, size: 1_000 } },
];
const RAMP = { count: 10, everyMs: 50 };
const SETTLE_MS = 1_000;
const MOST_MS = 90_000;
const RUNS = `
  SELECT count(*)::integer AS runs, (count(*) FILTER (WHERE status <> 'completed'))::integer AS open FROM runs`;

/** Streams to clients that stop reading after the first token. */
export async function measureSlowReaders(context: StreamContext): Promise<SlowReaderFigures[]> {
  const figures: SlowReaderFigures[] = [];
  for (const load of LOADS) figures.push(await measureOne(context, load));
  return figures;
}

async function measureOne(
  context: StreamContext,
  { readers, plan }: (typeof LOADS)[number],
): Promise<SlowReaderFigures> {
  const { say, streamLoad } = context;
  say(`Streams, ${readers} slow readers`);
  await using parlance = await startSubject(context, {
    what: 'parlance',
    conversations: 2 * readers,
    nodeArguments: COLLECTING,
  });
  const { server, talks } = parlance;
  const job = { url: server.url, door: 'rest', plan, ramp: RAMP } as const;
  await streamLoad.runRight({ ...job, way: 'held', talks: talks.slice(0, readers) });
  const before = await megabytesInUse(server);
  const unread = streamLoad.runRight({ ...job, way: 'unread', talks: talks.slice(readers) });
  await Promise.race([allEnded(parlance, talks.length), unread]);
  const after = await megabytesInUse(server);
  streamLoad.drop();
  await unread;
  const dropped = await megabytesInUse(server);
  return { readers, characters: plan.tokens * plan.size, before, after, dropped };
}

/** What the server has in use, without garbage and what the kernel holds for it. */
async function megabytesInUse(server: ServerProcess): Promise<number> {
  const answers = () => [...server.said().matchAll(/^Bytes in use: (\d+)$/gm)];
  await delay(SETTLE_MS);
  const before = answers().length;
  process.kill(server.pid, 'SIGUSR2');
  for (const deadline = performance.now() + MOST_MS; performance.now() < deadline; await delay(50)) {
    const answer = answers()[before];
    if (answer) return Number(answer[1]) / 1_048_576;
  }
  throw new Error('Parlance does not say what memory it has in use');
}

/** Waits until there are so many runs and none of them goes on. */
async function allEnded({ database }: Subject, runs: number): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  for (;;) {
    const [found] = await database.run<{ runs: number; open: number }>(RUNS);
    if (found?.runs === runs && found.open === 0) return;
    if (performance.now() > deadline) throw new Error(`${found?.open} runs of slow readers do not end`);
    await delay(200);
  }
}
