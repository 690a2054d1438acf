import superjson from 'superjson';
import { z } from 'zod';

/** How a call ended that was answered in pieces. */
export type Told = { error: unknown } | { data: unknown };

/** A value with holes, and what fills them: in which place (null: all of it), by a promise or by a list, of which number. */
const encoded = z.tuple(
  [z.array(z.unknown()).max(1)],
  z.tuple([z.string().nullable(), z.literal([0, 1]), z.int()]),
);
/** What became of a number. */
const chunk = z.tuple([z.int(), z.int(), z.unknown()]);

/** An error that tRPC tells in the place of a value. */
class Refused {
  readonly shape: unknown;
  constructor(shape: unknown) {
    this.shape = shape;
  }
}

/** How each call of a batch ended that tRPC answered in lines of JSON. Throws unless the lines make whole answers and nothing else. */
export function readLines(text: string): Told[] {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => superjson.deserialize(JSON.parse(line)));
  const chunks = z.array(chunk).parse(lines.slice(1));
  const left = Map.groupBy(chunks, ([number]) => number);
  const take = (number: number): z.output<typeof chunk>[] => {
    const found = left.get(number) ?? [];
    left.delete(number);
    return found;
  };

  const promised = (number: number): unknown => {
    const [settled, ...more] = take(number);
    if (settled === undefined || more.length > 0)
      throw new Error(`No single answer in ${text.slice(0, 500)}`);
    if (settled[1] === 1) throw new Refused(settled[2]);
    return decode(settled[2]);
  };
  const listed = (number: number): unknown[] => {
    const items = take(number);
    const end = items.pop();
    const values = items.map(([, status, value]) => {
      if (status !== 1) throw new Error(`An end in the middle of ${text.slice(0, 500)}`);
      return decode(value);
    });
    if (end?.[1] === 2) throw new Refused(end[2]);
    if (end?.[1] !== 0) throw new Error(`No end in ${text.slice(-500)}`);
    return values;
  };
  const decode = (value: unknown): unknown => {
    const [[data], ...holes] = encoded.parse(value);
    for (const [place, kind, number] of holes) {
      const filling = kind === 0 ? promised(number) : listed(number);
      if (place === null) return filling;
      Object.assign(data as object, { [place]: filling });
    }
    return data;
  };

  const calls = Object.values(z.record(z.string(), z.unknown()).parse(lines[0])).map((call) =>
    toldBy(() => decode(call)),
  );
  if (left.size > 0) throw new Error(`Lines that belong to nothing: ${JSON.stringify([...left.values()])}`);
  return calls;
}

const single = z.union([
  z.strictObject({ error: z.unknown() }),
  z.strictObject({ result: z.strictObject({ data: z.unknown() }) }),
]);

function toldBy(read: () => unknown): Told {
  try {
    const told = single.parse(read());
    return 'result' in told ? { data: told.result.data } : { error: told.error };
  } catch (thrown) {
    if (thrown instanceof Refused) return { error: thrown.shape };
    throw thrown;
  }
}
