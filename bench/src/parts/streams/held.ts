import type { Lags, StreamDoor } from '../../load/streams/stream-job.ts';
import { STAMP_LENGTH } from '../../plan.ts';
import { memoryMegabytes } from '../../processes/usage.ts';
import type { CountingProxy } from '../../sql/counting-proxy.ts';
import { type StreamContext, type SubjectOptions, startSubject } from './setting.ts';

/** Statements by what they were, over so many seconds. */
export interface Counted {
  seconds: number;
  statements: Record<string, number>;
}

/** What one server did with many streams at a time. */
export interface HeldFigures {
  name: string;
  streams: number;
  /** Those that ended with the right text. */
  right: number;
  firstFailure: string | null;
  /** Of the tokens that came while all streams were open, and of all. */
  lags: { held: Lags; all: Lags };
  /** Resident memory in megabytes. */
  megabytes: { before: number; peak: number };
  /** Statements while the streams were opened, while all were open, and from the first end on. */
  counted: { opening: Counted; held: Counted; closing: Counted };
}

const PLAN = { tokens: 40, everyMs: 250, size: STAMP_LENGTH };
/** Of a phase that never was: where opening takes so long that the first has ended before the last began, nothing was held. */
const NOTHING: Counted = { seconds: Number.NaN, statements: {} };
const RAMP = { count: 100, everyMs: 50 };

/** Holds many streams at once in a server that was just started. */
export async function measureHeld(context: StreamContext): Promise<HeldFigures[]> {
  return [await hold(context, 'floor', 'floor'), await hold(context, 'parlance', 'rest')];
}

async function hold(
  context: StreamContext,
  what: SubjectOptions['what'],
  door: StreamDoor,
): Promise<HeldFigures> {
  const streams = context.options.quick ? 500 : 2_000;
  context.say(`Streams, ${streams} held: ${what}`);
  await using subject = await startSubject(context, { what, conversations: streams, counted: true });
  const { server, proxy, talks } = subject;
  const count = counting(proxy);
  const before = memoryMegabytes(server.pid).now;
  const phases: Partial<Record<'opening' | 'held', Counted>> = {};
  count();
  const job = { url: server.url, door, talks, plan: PLAN, way: 'held', ramp: RAMP } as const;
  const { failures, firstFailure, lags } = await context.streamLoad.run(job, (moment) => {
    if (moment === 'ending' && phases.opening) phases.held = count();
    else phases.opening = count();
  });
  const { opening = NOTHING, held = NOTHING } = phases;
  return {
    name: what,
    streams,
    right: streams - failures,
    firstFailure,
    lags,
    megabytes: { before, peak: memoryMegabytes(server.pid).peak },
    counted: { opening, held, closing: count() },
  };
}

/** Takes what the proxy has counted since the last time. */
function counting(proxy: CountingProxy | null): () => Counted {
  let since = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - since) / 1_000;
    since = now;
    return { seconds, statements: Object.fromEntries(proxy?.take() ?? []) };
  };
}
