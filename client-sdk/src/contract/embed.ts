import { z } from 'zod';
import { idSchema } from './fields.ts';
import { query } from './procedure.ts';

/** The chat on other people's pages. */
export const embed = {
  /**
   * Asked by the embed script before it shows anything: may the page that it is on use this server? The REST address
   * answers pages of every origin, so that the script can say why nothing is shown; all else refuses origins that are not allowed.
   */
  config: query({
    input: z.strictObject({
      /** The bot that is to answer; none: the server's default bot. */
      botId: idSchema.nullish(),
    }),
    output: z.object({
      allowed: z.boolean(),
      /** null: the page may not use this server. */
      bot: z.object({ id: z.string(), name: z.string() }).nullable(),
    }),
    rest: { method: 'GET', path: '/api/v1/embed' },
    access: { who: 'public' },
    owns: [],
    rate: 'call',
  }),
};
