import type { LengthFigures } from '../parts/history.ts';
import type { TurnsFigures } from '../parts/turns.ts';
import { toFloor } from './ratios.ts';

/** A figure and what it should be. */
export interface Target {
  name: string;
  value: number;
  least?: number;
  most?: number;
  met: boolean;
}

// What is counted is exact but for work in the background, such as a lease renewed in the middle of it.
const COUNT_SLACK = 0.05;

/** The targets for turns per second and round trips. */
export function turnsTargets(figures: TurnsFigures): Target[] {
  const speed = (name: string, least: number): Target => {
    const way = figures.ways.find((way) => way.name === name && way.atOnce === 32);
    const value = way === undefined ? Number.NaN : toFloor(figures, way, 'turnsPerSecond');
    return { name: `${name}: turns/s of the floor's, 32 at once`, value, least, met: value >= least };
  };
  const trips = figures.roundTrips.besidesEventLog;
  return [
    speed('POST /api/chat', 0.5),
    speed('POST /api/v1/chat', 0.5),
    speed('tRPC chat.send', 0.4),
    {
      name: 'database round trips a turn, besides the event log',
      value: trips,
      most: 2,
      met: trips <= 2 + COUNT_SLACK,
    },
  ];
}

/** The target for long conversations. */
export function historyTargets(lengths: readonly LengthFigures[]): Target[] {
  const cost = (messages: number) =>
    lengths.find((length) => length.messages === messages)?.p50Ms ?? Number.NaN;
  const value = cost(100_000) / cost(10);
  return [{ name: 'a turn at 100,000 messages to one at 10', value, most: 1.15, met: value <= 1.15 }];
}
