import { afterAll, beforeAll, expect, test } from 'vitest';
import { trpc } from '../harness/people.ts';
import { all, fieldsOf, type Named } from './support/contract.ts';
import { objectText, textsOf, trpcCall } from './support/doors.ts';
import { type Attacked, attack, type Case, failuresIn } from './support/refusals.ts';
import { nothing, sampleOf } from './support/samples.ts';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attack();
});
afterAll(() => attacked[Symbol.asyncDispose]());

const DEEP = 300;

/** What superjson's `meta` could be made to say of an input whose first field is `field`. */
const metas = (field: string): Record<string, unknown> => ({
  'a number': 5,
  text: 'x',
  'a list': [],
  null: null,
  'text as values': { values: 'abc' },
  'a number as values': { values: 5 },
  'an empty list as values': { values: [] },
  'an unknown type': { values: ['nonsense'] },
  'a type of the prototype': { values: ['constructor'] },
  'an unknown type of a field': { values: { [field]: ['toString'] } },
  'a regular expression': { values: { [field]: ['regexp'] } },
  'a map': { values: { [field]: ['map'] } },
  'a set': { values: { [field]: ['set'] } },
  'an error': { values: { [field]: ['Error'] } },
  'a big integer': { values: { [field]: ['bigint'] } },
  'a URL': { values: { [field]: ['URL'] } },
  'a class': { values: { [field]: [['class', 'User']] } },
  'a symbol': { values: { [field]: [['symbol', 'x']] } },
  'a custom type': { values: { [field]: [['custom', 'x']] } },
  'a typed array': { values: { [field]: [['typed-array', 'Uint8Array']] } },
  'a type with children': { values: { [field]: ['Date', { a: ['Date'] }] } },
  'a type that is a list': { values: { [field]: [['Date']] } },
  'a field that is not there': { values: { missingField: ['undefined'] } },
  'a field of a field that is not there': { values: { [`${field}.a.b`]: ['undefined'] } },
  'the length of a list': { values: { 'scopes.length': ['number'] } },
  'the last item of the longest list': { values: { 'scopes.4294967294': ['undefined'] } },
  '__proto__ in a path': { values: { '__proto__.isAdmin': ['undefined'] } },
  'constructor in a path': { values: { 'constructor.prototype.isAdmin': ['Date'] } },
  'prototype in a path': { values: { [field]: { 'prototype.x': ['Date'] } } },
  'an escape of nothing': { values: { 'a\\': ['Date'] } },
  'values nested 300 deep': { values: nested(DEEP) },
  'a NUL in a path': { values: { 'a\0': ['Date'] } },
});

/** Metas that mean nothing for a good input, or that a client of ours may send. */
const harmless = (field: string): Record<string, unknown> => ({
  'an empty object': {},
  'no values': { values: {} },
  'a ring': { referentialEqualities: { [field]: [`${field}.x`, ''] } },
  'a ring at the root': { referentialEqualities: [[field], { [field]: ['x'] }] },
  'a ring through the prototype': { referentialEqualities: { '__proto__.x': ['constructor.y'] } },
  'an unknown version': { values: {}, v: 99 },
});

function nested(depth: number): unknown {
  return depth === 0 ? ['Date'] : { a: nested(depth - 1) };
}

async function casesOf({ path, procedure }: Named): Promise<Case[]> {
  const sample = await sampleOf(path, nothing(attacked.email));
  const json = procedure.input.safeParse(undefined).success ? 'null' : objectText(textsOf(sample));
  const field = Object.keys(sample)[0] ?? 'a';
  const bad = { codes: ['bad_request'] };
  // tRPC has no batches of subscriptions: see bad-batches.test.ts.
  const forms = procedure.kind === 'subscription' ? ['alone'] : ['alone', 'in a batch'];
  const made = (what: string, input: string, expected: Case['expected']): Case[] =>
    forms.map((form) => ({
      what: `${what}, ${form}`,
      shape: 'trpc',
      request:
        form === 'alone'
          ? trpcCall(path, procedure.kind, input)
          : trpcCall(path, procedure.kind, `{"0":${input}}`, true),
      expected,
    }));
  const withMeta = (meta: unknown) => `{"json":${json},"meta":${JSON.stringify(meta)}}`;
  return [
    ...Object.entries(metas(field)).flatMap(([what, meta]) => made(`meta with ${what}`, withMeta(meta), bad)),
    ...Object.entries(harmless(field)).flatMap(([what, meta]) =>
      made(`meta with ${what}`, withMeta(meta), null),
    ),
    ...made('meta with __proto__ as a key', `{"json":${json},"meta":{"values":{"__proto__":["Date"]}}}`, bad),
    ...made('no json', '{"meta":{"values":{}}}', bad),
    ...made('json in the prototype', `{"__proto__":{"json":${json}}}`, bad),
    ...made('an input that is not wrapped', objectText(textsOf({ ...sample, a: 1 })), bad),
    ...made('a list as input', '[]', bad),
    ...made('text as input', '"x"', bad),
    ...Object.keys(sample)
      .filter((name) => fieldsOf(procedure)[name]?._zod.optin !== 'optional')
      .flatMap((name) =>
        made(`${name} undefined`, withMeta({ values: { [name]: ['undefined'] } }), { ...bad, field: name }),
      ),
  ];
}

test.each(all)('A1, H4: $path refuses what superjson could be tricked with', async (named) => {
  expect(await attacked.problems(await casesOf(named))).toEqual([]);
});

test('A1: undefined, which the client writes with a meta, counts as not given', async () => {
  const client = trpc(attacked.server);
  const sent = await client.chat.send.mutate({
    message: 'Hello',
    conversationId: undefined,
    botId: undefined,
    selectedText: undefined,
  });
  expect(sent.message.role).toBe('assistant');
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(attacked.server)).toEqual([]);
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
});
