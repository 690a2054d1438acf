import type { StreamWay } from './setting.ts';

/** What one way showed: one sample a round. */
export interface WaySamples<Sample> {
  name: string;
  samples: Sample[];
}

/** Rounds of all ways in turn, each round beginning with another, because the machine's speed drifts. */
export async function takeTurns<Sample>(
  ways: readonly StreamWay[],
  rounds: number,
  measure: (way: StreamWay) => Promise<Sample>,
): Promise<WaySamples<Sample>[]> {
  const figures = ways.map(({ name }): WaySamples<Sample> => ({ name, samples: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < ways.length; step += 1) {
      const turn = (step + round) % ways.length;
      const way = ways[turn];
      if (way) figures[turn]?.samples.push(await measure(way));
    }
  }
  return figures;
}
