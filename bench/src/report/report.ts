import type { LengthFigures } from '../parts/history.ts';
import type { IdleFigures } from '../parts/idle.ts';
import type { StreamsFigures } from '../parts/streams/streams.ts';
import type { TurnsFigures } from '../parts/turns.ts';
import { middle, toFloor } from './ratios.ts';
import { streamsSections } from './streams-report.ts';
import { streamsTargets } from './streams-targets.ts';
import { figure, table } from './table.ts';
import { historyTargets, type Target, turnsTargets } from './targets.ts';

/** All that was measured. */
export interface Figures {
  turns?: TurnsFigures;
  history?: LengthFigures[];
  streams?: StreamsFigures;
  idle?: IdleFigures[];
}

/** What was aimed at, of what was measured. */
export const targetsOf = ({ turns, history, streams }: Figures): Target[] => [
  ...(turns ? turnsTargets(turns) : []),
  ...(history ? historyTargets(history) : []),
  ...(streams ? streamsTargets(streams) : []),
];

/** The figures as a page of text. */
export function report(figures: Figures): string {
  const { turns, history, streams, idle } = figures;
  const targets = targetsOf(figures);
  return [
    ...(turns ? [turnsTable(turns), peakLine(turns), roundTripsTable(turns)] : []),
    ...(history ? [historyTable(history)] : []),
    ...(streams ? streamsSections(streams) : []),
    ...(idle ? [idleTable(idle)] : []),
    ...(targets.length > 0 ? [targetsTable(targets)] : []),
  ]
    .map((section) => `${section}\n`)
    .join('\n');
}

const turnsTable = (turns: TurnsFigures): string =>
  [
    'Turns (× is the ratio to the floor of the same round; CPU in seconds for 1,000 turns)',
    table(
      ['', 'at once', 'turns/s', '×', 'p50 ms', 'p99 ms', 'CPU', '×', 'PostgreSQL', '×', 'all', '×'],
      turns.ways.map((way) => {
        const { name, atOnce, samples } = way;
        const ratio = (of: 'turnsPerSecond' | 'serverCpu' | 'postgresCpu' | 'allCpu') =>
          figure(toFloor(turns, way, of), 2);
        return [
          name,
          String(atOnce),
          figure(middle(samples, 'turnsPerSecond'), 0),
          ratio('turnsPerSecond'),
          figure(middle(samples, 'p50Ms'), 1),
          figure(middle(samples, 'p99Ms'), 1),
          figure(middle(samples, 'serverCpu'), 2),
          ratio('serverCpu'),
          figure(middle(samples, 'postgresCpu'), 2),
          ratio('postgresCpu'),
          figure(middle(samples, 'allCpu'), 2),
          ratio('allCpu'),
        ];
      }),
    ),
  ].join('\n');

const peakLine = ({ peakMegabytes: { floor, parlance } }: TurnsFigures): string =>
  `Peak memory: floor ${figure(floor, 0)} MB, Parlance ${figure(parlance, 0)} MB (× ${figure(parlance / floor, 2)})`;

const roundTripsTable = ({ roundTrips, commitsPerTurn }: TurnsFigures): string =>
  [
    `Database round trips a turn, counted on the wire (${figure(roundTrips.besidesEventLog, 2)} besides the event log;`,
    `pg_stat_database counted ${figure(commitsPerTurn, 2)} transactions a turn, set-up included)`,
    table(
      ['statement', 'a turn'],
      Object.entries(roundTrips.perTurn).map(([what, count]) => [what.slice(0, 70), figure(count, 3)]),
    ),
  ].join('\n');

const historyTable = (lengths: readonly LengthFigures[]): string =>
  [
    'A turn in a long conversation (1 at once)',
    table(
      ['messages', 'turns', 'p50 ms', 'p90 ms', 'to 10', 'to 50'],
      lengths.map(({ messages, turns, p50Ms, p90Ms }) => [
        messages.toLocaleString('en'),
        String(turns),
        figure(p50Ms, 2),
        figure(p90Ms, 2),
        figure(p50Ms / (lengths[0]?.p50Ms ?? Number.NaN), 2),
        figure(p50Ms / (lengths[1]?.p50Ms ?? Number.NaN), 2),
      ]),
    ),
  ].join('\n');

const idleTable = (idle: readonly IdleFigures[]): string =>
  [
    'Memory after 5 idle seconds, MB',
    table(
      ['', 'resident', 'peak'],
      idle.map(({ name, now, peak }) => [name, figure(now, 0), figure(peak, 0)]),
    ),
  ].join('\n');

const targetsTable = (targets: readonly Target[]): string =>
  [
    'Targets',
    table(
      ['', 'measured', 'target', ''],
      targets.map(({ name, value, least, most, met }) => [
        name,
        figure(value, 3),
        least === undefined ? `≤ ${most}` : `≥ ${least}`,
        met ? 'met' : 'NOT MET',
      ]),
    ),
  ].join('\n');
