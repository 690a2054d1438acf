import { STAMP_LENGTH } from '../../plan.ts';
import { quantile } from '../../statistics.ts';
import { type StreamContext, startSubject } from './setting.ts';

/** How soon a run that was left goes on. */
export interface ResumeFigures {
  runs: number;
  p50Ms: number;
  p95Ms: number;
}

const RUNS = 200;
const PLAN = { tokens: 20, everyMs: 200, size: STAMP_LENGTH };
const RAMP = { count: 1, everyMs: 5 };

/** The time from asking for the rest of a run to its first event, by a new connection. */
export async function measureResume(context: StreamContext): Promise<ResumeFigures> {
  context.say(`Streams, ${RUNS} resumed`);
  await using parlance = await startSubject(context, { what: 'parlance', conversations: RUNS });
  const { firstMs } = await context.streamLoad.runRight({
    url: parlance.server.url,
    door: 'rest',
    talks: parlance.talks,
    plan: PLAN,
    way: 'resume',
    ramp: RAMP,
  });
  return { runs: firstMs.length, p50Ms: quantile(firstMs, 0.5), p95Ms: quantile(firstMs, 0.95) };
}
