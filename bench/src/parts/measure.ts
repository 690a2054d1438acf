import type { Context } from '../context.ts';
import type { Door, Job, Talk } from '../load/job.ts';
import type { ServerProcess } from '../processes/start-process.ts';
import { cpuSeconds, familyCpuSeconds } from '../processes/usage.ts';
import { quantile } from '../statistics.ts';

/** A way to have the job done, and the server that does it. */
export interface Way {
  name: string;
  door: Door;
  server: ServerProcess;
  talks: Talk[];
}

/** What one round of one way showed. CPU is in seconds for 1,000 turns. */
export interface Sample {
  turns: number;
  turnsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  serverCpu: number;
  /** null: PostgreSQL runs on another machine. */
  postgresCpu: number | null;
}

/** Has each of the first `atOnce` users of a way send one message after another. */
export async function measure(
  { load, postmaster }: Context,
  way: Way,
  atOnce: number,
  limit: Job['limit'],
): Promise<Sample> {
  const lanes = way.talks.slice(0, atOnce).map((talk) => [talk]);
  const used = () => ({
    server: cpuSeconds(way.server.pid),
    postgres: postmaster === null ? Number.NaN : familyCpuSeconds(postmaster),
  });
  const before = used();
  const { turns, seconds, latencies } = await load.run({ url: way.server.url, door: way.door, lanes, limit });
  const after = used();
  return {
    turns,
    turnsPerSecond: turns / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    serverCpu: ((after.server - before.server) / turns) * 1_000,
    postgresCpu: postmaster === null ? null : ((after.postgres - before.postgres) / turns) * 1_000,
  };
}
