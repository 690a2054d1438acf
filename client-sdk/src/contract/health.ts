import { z } from 'zod';
import { query } from './procedure.ts';

/** Is the server able to serve? Cheap, and calls no model. */
export const health = query({
  input: z.void(),
  output: z.object({
    status: z.enum(['healthy', 'unhealthy']),
    version: z.string(),
    checks: z.object({ database: z.enum(['up', 'down']) }),
  }),
  rest: null,
  access: { who: 'public' },
  owns: [],
  rate: 'none',
});
