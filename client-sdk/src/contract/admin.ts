import { z } from 'zod';
import { userSchema } from './auth.ts';
import { idSchema } from './fields.ts';
import { mutation } from './procedure.ts';

const staff = { access: { who: 'staff' }, owns: [], rate: 'call' } as const;

/** What staff can do. */
export const admin = {
  /** Shuts a user out at once, whatever tokens or API keys they hold; or lets them in again. */
  setUserActive: mutation({
    input: z.strictObject({ userId: idSchema, active: z.boolean() }),
    output: z.object({ user: userSchema, active: z.boolean() }),
    rest: { method: 'POST', path: '/api/v1/admin/users/{user_id}/active' },
    ...staff,
  }),
};
