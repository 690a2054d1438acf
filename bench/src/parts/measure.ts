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
  /** Of the server, PostgreSQL, the model and the load generator together. */
  allCpu: number | null;
}

/** Has each of the first `atOnce` users of a way send one message after another. */
export async function measure(
  context: Context,
  way: Way,
  atOnce: number,
  limit: Job['limit'],
): Promise<Sample> {
  const lanes = way.talks.slice(0, atOnce).map((talk) => [talk]);
  const before = used(context, way);
  const result = await context.load.run({ url: way.server.url, door: way.door, lanes, limit });
  const after = used(context, way);
  const { turns, seconds, latencies } = result;
  const perThousand = (of: keyof typeof after) => ((after[of] - before[of]) / turns) * 1_000;
  const seesPostgres = context.postmaster !== null;
  return {
    turns,
    turnsPerSecond: turns / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    serverCpu: perThousand('server'),
    postgresCpu: seesPostgres ? perThousand('postgres') : null,
    allCpu: seesPostgres ? perThousand('server') + perThousand('postgres') + perThousand('others') : null,
  };
}

/** Seconds of CPU used so far. */
const used = ({ postmaster, model, load }: Context, { server }: Way) => ({
  server: cpuSeconds(server.pid),
  postgres: postmaster === null ? Number.NaN : familyCpuSeconds(postmaster),
  others: cpuSeconds(model.pid) + cpuSeconds(load.pid),
});
