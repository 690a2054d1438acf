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
        return value === undefined ? undefined : readInput(value);
      } catch (error) {
        throw trpcError(error);
      }
    },
  },
  output: {
    // Events of runs are plain JSON: there is nothing in them for superjson to find.
    serialize: (value: unknown) => (isRunEvent(value) ? { json: value } : superjson.serialize(value)),
    deserialize: superjson.deserialize,
  },
};

const isRunEvent = (value: unknown): boolean =>
  isRecord(value) && typeof value['seq'] === 'number' && typeof value['type'] === 'string';

/** What an input may say that one of its values is. Errors, maps, classes and the like are in no input of ours. */
const TYPES = new Set<unknown>(['undefined', 'Date', 'number']);

type Json = Parameters<typeof superjson.deserialize>[0]['json'];

function readInput(value: unknown): unknown {
  if (!isRecord(value) || !Object.hasOwn(value, 'json')) {
    throw badRequest('', 'The input must be in superjson form: {"json": …}');
  }
  const json = value['json'] as Json;
  refuseUnsafe(json);
  if (value['meta'] === undefined) return json;
  refuseUnsafe(value['meta']);
  // `referentialEqualities` are left out: the values are there without them, and they could tie an input into a ring.
  const values = isRecord(value['meta']) ? (value['meta']['values'] ?? {}) : null;
  if (!describes(values, json)) {
    throw badRequest(
      '',
      'The meta of the input must say of values in it that they are undefined, Date or number',
    );
  }
  return superjson.deserialize({ json, meta: { values, v: 1 } });
}

/** Whether a tree of superjson's annotations has known types alone, of what is there: superjson would make what is not. */
function describes(tree: unknown, target: unknown): tree is Record<string, never> {
  if (Array.isArray(tree)) return tree.length === 1 && TYPES.has(tree[0]);
  if (!isRecord(tree)) return false;
  return Object.entries(tree).every(([path, branch]) => {
    const found = at(target, path);
    return found !== null && describes(branch, found.value);
  });
}

/** What stands at a path such as `filter.from`, where a dot in a name is written `\.`. */
function at(target: unknown, path: string): { value: unknown } | null {
  let value = target;
  for (const [, escaped = ''] of path.matchAll(/(?:^|\.)((?:\\.|[^.\\])*)/gs)) {
    const name = escaped.replaceAll(/\\(.)/gs, '$1');
    if (Array.isArray(value) ? !/^\d+$/.test(name) : !isRecord(value)) return null;
    if (!Object.hasOwn(value as object, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return { value };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
