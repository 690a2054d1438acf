import type { Sample } from '../parts/measure.ts';
import type { WaySamples } from '../parts/streams/rounds.ts';
import type { TurnsFigures, WayFigures } from '../parts/turns.ts';
import { median } from '../statistics.ts';

/** The middle of a figure over all rounds; null where PostgreSQL could not be seen. */
export function middle(samples: readonly Sample[], of: keyof Sample): number | null {
  const values = samples.map((sample) => sample[of]).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}

/** The middle of the rounds' ratios to the floor. Each round is held against itself, since the machine's speed drifts. */
export function toFloor(figures: TurnsFigures, way: WayFigures, of: keyof Sample): number {
  const floor = figures.ways.find(({ name, atOnce }) => name === 'floor' && atOnce === way.atOnce);
  return median(
    way.samples.map(
      (sample, round) => Number(sample[of]) / Number(floor?.samples[round]?.[of] ?? Number.NaN),
    ),
  );
}

/** The middle of a figure over all rounds of a way to stream, and of the rounds' ratios to the floor, which is the first way. */
export function againstFloor<Sample>(
  ways: readonly WaySamples<Sample>[],
  name: string,
  of: (sample: Sample) => number,
): { value: number; ratio: number; floor: number } {
  const values = ways.find((way) => way.name === name)?.samples.map(of) ?? [];
  const floor = ways[0]?.samples.map(of) ?? [];
  return {
    value: median(values),
    ratio: median(values.map((value, round) => value / (floor[round] ?? Number.NaN))),
    floor: median(floor),
  };
}
