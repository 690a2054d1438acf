import superjson from 'superjson';
import { badRequest } from '../../domain/errors.ts';
import { refuseUnsafe } from '../read-body.ts';
import { trpcError } from './trpc-error.ts';

/** superjson, with inputs looked through before anything is made of them. */
export const transformer = {
  input: {
    serialize: superjson.serialize,
    deserialize: (value: unknown): unknown => {
      try {
        refuseUnsafe(value);
        if (value === undefined) return undefined;
        if (typeof value !== 'object' || value === null || !('json' in value)) {
          throw badRequest('', 'The input must be in superjson form: {"json": …}');
        }
        return superjson.deserialize(value as Parameters<typeof superjson.deserialize>[0]);
      } catch (error) {
        throw trpcError(error);
      }
    },
  },
  output: superjson,
};
