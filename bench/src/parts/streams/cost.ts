import { STAMP_LENGTH } from '../../plan.ts';
import { profiling } from '../../processes/servers.ts';
import { cpuSeconds, familyCpuSeconds } from '../../processes/usage.ts';
import { takeTurns, type WaySamples } from './rounds.ts';
import { type StreamContext, type StreamWay, startSubject, streamWays } from './setting.ts';

/** Seconds of CPU for 1,000 streams in one round. */
export interface CostSample {
  streams: number;
  serverCpu: number;
  /** null: PostgreSQL runs on another machine. */
  postgresCpu: number | null;
}

const LANES = 32;
const PLAN = { tokens: 20, everyMs: 5, size: STAMP_LENGTH };
// A stream takes a tenth of a second: enough for conversations to hold the 50 messages that the model is shown.
const WARM_UP_MS = 3_500;

/** The CPU of streams of 20 tokens. */
export async function measureCost(context: StreamContext): Promise<WaySamples<CostSample>[]> {
  const { options, say } = context;
  const common = { conversations: LANES };
  await using floor = await startSubject(context, { ...common, what: 'floor' });
  await using parlance = await startSubject(context, {
    ...common,
    what: 'parlance',
    nodeArguments: profiling(options.profile),
  });
  const ways = streamWays(floor, parlance);
  const { rounds, ms } = options.quick ? { rounds: 3, ms: 2_000 } : { rounds: 5, ms: 4_000 };
  say('Streams, CPU');
  await takeTurns(ways, 1, (way) => run(context, way, WARM_UP_MS));
  return await takeTurns(ways, rounds, (way) => run(context, way, ms));
}

async function run(context: StreamContext, way: StreamWay, ms: number): Promise<CostSample> {
  const { server, talks } = way.subject;
  const { postmaster } = context;
  const used = () => ({
    server: cpuSeconds(server.pid),
    postgres: postmaster === null ? Number.NaN : familyCpuSeconds(postmaster),
  });
  const before = used();
  const { streams } = await context.streamLoad.runRight({
    url: server.url,
    door: way.door,
    talks,
    plan: PLAN,
    way: 'lanes',
    ms,
  });
  const after = used();
  return {
    streams,
    serverCpu: ((after.server - before.server) / streams) * 1_000,
    postgresCpu: postmaster === null ? null : ((after.postgres - before.postgres) / streams) * 1_000,
  };
}
