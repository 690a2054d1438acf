import { afterAll, beforeAll, expect, test } from 'vitest';
import { all, type Named } from './support/contract.ts';
import { doors } from './support/doors.ts';
import { parameterCases, shapeCases, valueCases } from './support/field-cases.ts';
import { type Attacked, attack, type Case, failuresIn } from './support/refusals.ts';
import { nothing, sampleOf } from './support/samples.ts';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attack();
});
afterAll(() => attacked[Symbol.asyncDispose]());

async function casesOf(named: Named): Promise<Case[]> {
  const { email, botId } = attacked;
  const sample = await sampleOf(named.path, { ...nothing(email), botId: () => botId });
  const served = doors.filter((door) => door.serves(named));
  return [
    ...served.flatMap((door) => [...valueCases(named, door, sample), ...shapeCases(named, door, sample)]),
    ...parameterCases(named, sample),
  ];
}

test.each(all)('A8, H4: $path refuses bad fields by name, through every door', async (named) => {
  expect(await attacked.problems(await casesOf(named))).toEqual([]);
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(attacked.server)).toEqual([]);
});
