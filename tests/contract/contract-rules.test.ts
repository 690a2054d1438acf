import { expect, test } from 'vitest';
import { z } from 'zod';
import { query } from '../../client-sdk/src/contract/procedure.ts';
import { type Samples, samples } from './support/samples.ts';

const row = {
  input: z.strictObject({ conversationId: z.guid() }),
  output: z.object({}),
  rest: null,
  access: { who: 'anyone', scope: 'chat' },
  owns: ['conversationId'],
  rate: 'call',
} as const;

// Compiling this file is the test: a line that compiles below a @ts-expect-error does not.
test('F3: a procedure that does not say who may call it, whose things it takes, and what it counts as does not compile', () => {
  const { access: _, ...withoutAccess } = row;
  const { owns: __, ...withoutOwns } = row;
  const { rate: ___, ...withoutRate } = row;
  const { health: ____, ...withoutHealth } = samples;
  const rows = [
    query(row),
    // @ts-expect-error access is missing
    query(withoutAccess),
    // @ts-expect-error owns is missing
    query(withoutOwns),
    // @ts-expect-error rate is missing
    query(withoutRate),
    // @ts-expect-error owns names no field of the input
    query({ ...row, owns: ['botId'] }),
    // @ts-expect-error there is no such access
    query({ ...row, access: { who: 'nobody' } }),
    // @ts-expect-error a user's access says which scope an API key needs
    query({ ...row, access: { who: 'user' } }),
  ];
  expect(rows.every(({ kind }) => kind === 'query')).toBe(true);
  // @ts-expect-error a procedure has no sample input
  const incomplete: Samples = withoutHealth;
  expect(Object.keys(incomplete)).not.toContain('health');
});
