import type { StreamsFigures } from '../parts/streams/streams.ts';
import { againstFloor } from './ratios.ts';
import { statementsPerSecond } from './streams-report.ts';
import type { Target } from './targets.ts';

const REST = 'POST /api/v1/chat/stream';
const TRPC = 'tRPC chat.stream';

/** The targets for streams. */
export const streamsTargets = (figures: StreamsFigures): Target[] => [
  ...firstTokenTargets(figures),
  ...heldTargets(figures),
  atMost(`${REST}: CPU of the floor's`, cpu(figures, REST), 1.6),
  atMost(`${TRPC}: CPU of the floor's`, cpu(figures, TRPC), 2),
  atMost('first event of a run that is resumed, p95 ms', figures.resume.p95Ms, 50),
];

function firstTokenTargets({ firstToken }: StreamsFigures): Target[] {
  const p50 = (atOnce: number) =>
    againstFloor(firstToken.find((load) => load.atOnce === atOnce)?.ways ?? [], REST, ({ p50Ms }) => p50Ms);
  const alone = p50(1);
  return [
    atMost(`${REST}: first token after the floor's, ms, 1 at once`, alone.value - alone.floor, 3),
    atMost(`${REST}: first token to the floor's, 100 at once`, p50(100).ratio, 3),
  ];
}

function heldTargets({ held: [floor, parlance] }: StreamsFigures): Target[] {
  if (!floor || !parlance) return [];
  const { right, streams, lags, megabytes, counted } = parlance;
  return [
    {
      name: `of ${streams} streams held, those that ended right`,
      value: right,
      least: streams,
      met: right >= streams,
    },
    atMost('lag of a token while they are held, p99 ms', lags.held.p99Ms, 50),
    atMost("peak memory of the floor's, with them", megabytes.peak / floor.megabytes.peak, 1.5),
    atMost(`statements a second while ${streams} streams are held`, statementsPerSecond(counted.held), 100),
  ];
}

const cpu = ({ cost }: StreamsFigures, name: string): number =>
  againstFloor(cost, name, ({ serverCpu }) => serverCpu).ratio;

const atMost = (name: string, value: number, most: number): Target => ({
  name,
  value,
  most,
  met: value <= most,
});
