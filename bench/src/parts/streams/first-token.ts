import type { Plan } from '../../plan.ts';
import { STAMP_LENGTH } from '../../plan.ts';
import { quantile } from '../../statistics.ts';
import { takeTurns, type WaySamples } from './rounds.ts';
import { type StreamContext, startSubject, streamWays } from './setting.ts';

/** Milliseconds to the first token in one round. */
export interface FirstTokenSample {
  p50Ms: number;
  p95Ms: number;
}

/** What the first token waits for, by the number of streams at a time. */
export interface FirstTokenFigures {
  atOnce: number;
  ways: WaySamples<FirstTokenSample>[];
}

// One at a time there is nothing to wait for; a hundred are spread over the 400 ms that each takes.
const LOADS: { atOnce: number; plan: Plan }[] = [
  { atOnce: 1, plan: { tokens: 20, everyMs: 1, size: STAMP_LENGTH } },
  { atOnce: 100, plan: { tokens: 20, everyMs: 20, size: STAMP_LENGTH } },
];

/** The time to the first token. The model sends it at once, so all of it is added by the server. */
export async function measureFirstToken(context: StreamContext): Promise<FirstTokenFigures[]> {
  const { options, say, streamLoad } = context;
  await using floor = await startSubject(context, { what: 'floor', conversations: 100 });
  await using parlance = await startSubject(context, { what: 'parlance', conversations: 100 });
  const ways = streamWays(floor, parlance);
  const { rounds, ms } = options.quick ? { rounds: 3, ms: 1_500 } : { rounds: 5, ms: 3_000 };
  const figures: FirstTokenFigures[] = [];
  for (const { atOnce, plan } of LOADS) {
    say(`Streams, first token, ${atOnce} at once`);
    const measure = async (way: (typeof ways)[number], forMs = ms): Promise<FirstTokenSample> => {
      const { server, talks } = way.subject;
      const { firstMs } = await streamLoad.runRight({
        url: server.url,
        door: way.door,
        talks: talks.slice(0, atOnce),
        plan,
        way: 'lanes',
        ms: forMs,
      });
      return { p50Ms: quantile(firstMs, 0.5), p95Ms: quantile(firstMs, 0.95) };
    };
    await takeTurns(ways, 1, (way) => measure(way, 1_000));
    figures.push({ atOnce, ways: await takeTurns(ways, rounds, measure) });
  }
  return figures;
}
