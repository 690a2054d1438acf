import type { Counted, HeldFigures } from '../parts/streams/held.ts';
import type { StreamsFigures } from '../parts/streams/streams.ts';
import { againstFloor } from './ratios.ts';
import { figure, table } from './table.ts';

/** The sections on streams. */
export const streamsSections = (figures: StreamsFigures): string[] => [
  firstTokenTable(figures),
  heldTable(figures),
  ...figures.held.slice(1).map(statementsTable),
  costTable(figures),
  resumeLine(figures),
  slowReadersTable(figures),
];

/** All statements of a phase, for each second. */
export const statementsPerSecond = ({ seconds, statements }: Counted): number =>
  Object.values(statements).reduce((sum, count) => sum + count, 0) / seconds;

const firstTokenTable = ({ firstToken }: StreamsFigures): string =>
  [
    'First token, as added by the server (× is the ratio to the floor of the same round)',
    table(
      ['', 'at once', 'p50 ms', '×', 'p95 ms', '×'],
      firstToken.flatMap(({ atOnce, ways }) =>
        ways.map(({ name }) => {
          const p50 = againstFloor(ways, name, ({ p50Ms }) => p50Ms);
          const p95 = againstFloor(ways, name, ({ p95Ms }) => p95Ms);
          return [
            name,
            String(atOnce),
            figure(p50.value, 2),
            figure(p50.ratio, 2),
            figure(p95.value, 2),
            figure(p95.ratio, 2),
          ];
        }),
      ),
    ),
  ].join('\n');

const heldTable = ({ held }: StreamsFigures): string => {
  const floorPeak = held[0]?.megabytes.peak ?? Number.NaN;
  const failures = held
    .filter(({ firstFailure }) => firstFailure !== null)
    .map(({ name, firstFailure }) => `  ${name}, first failure: ${firstFailure}`);
  return [
    'Streams held at once, 40 tokens a quarter of a second apart (lag: from the model to the client; statements a second)',
    table(
      [
        '',
        'streams',
        'right',
        'p50 ms',
        'p99 ms',
        '… with ramps',
        'MB before',
        'peak',
        '×',
        'opening',
        'held',
        'closing',
      ],
      held.map(({ name, streams, right, lags, megabytes, counted }) => [
        name,
        String(streams),
        String(right),
        figure(lags.held.p50Ms, 2),
        figure(lags.held.p99Ms, 2),
        figure(lags.all.p99Ms, 2),
        figure(megabytes.before, 0),
        figure(megabytes.peak, 0),
        figure(megabytes.peak / floorPeak, 2),
        figure(statementsPerSecond(counted.opening), 0),
        figure(statementsPerSecond(counted.held), 0),
        figure(statementsPerSecond(counted.closing), 0),
      ]),
    ),
    ...failures,
  ].join('\n');
};

const statementsTable = ({ name, streams, counted }: HeldFigures): string =>
  [
    `Statements of ${name}: for each stream while it is opened and closed, and a second while all are held`,
    table(
      ['statement', 'opening', 'held', 'closing'],
      [...new Set(Object.values(counted).flatMap(({ statements }) => Object.keys(statements)))].map(
        (what) => {
          const of = (phase: Counted, by: number) => figure((phase.statements[what] ?? 0) / by, 2);
          return [
            what.trim().replaceAll(/\s+/g, ' ').slice(0, 70),
            of(counted.opening, streams),
            of(counted.held, counted.held.seconds),
            of(counted.closing, streams),
          ];
        },
      ),
    ),
  ].join('\n');

const costTable = ({ cost }: StreamsFigures): string =>
  [
    'CPU seconds for 1,000 streams of 20 tokens (32 at once, 5 ms apart)',
    table(
      ['', 'server', '×', 'PostgreSQL', '×'],
      cost.map(({ name }) => {
        const server = againstFloor(cost, name, ({ serverCpu }) => serverCpu);
        const postgres = againstFloor(cost, name, ({ postgresCpu }) => postgresCpu ?? Number.NaN);
        return [
          name,
          figure(server.value, 2),
          figure(server.ratio, 2),
          figure(postgres.value, 2),
          figure(postgres.ratio, 2),
        ];
      }),
    ),
  ].join('\n');

const resumeLine = ({ resume: { runs, p50Ms, p95Ms } }: StreamsFigures): string =>
  `${runs} runs left and resumed: first event after ${figure(p50Ms, 2)} ms (p50), ${figure(p95Ms, 2)} ms (p95)`;

const slowReadersTable = ({ slowReaders }: StreamsFigures): string =>
  [
    'Readers that stop reading at the first token: MB that the server has in use, without garbage',
    table(
      ['', 'kB each', 'all was read', 'nobody reads', 'dropped', 'kB for each'],
      slowReaders.map(({ readers, characters, before, after, dropped }) => [
        `${readers} readers`,
        figure(characters / 1_000, 0),
        figure(before, 0),
        figure(after, 0),
        figure(dropped, 0),
        figure(((after - dropped) * 1_024) / readers, 0),
      ]),
    ),
  ].join('\n');
