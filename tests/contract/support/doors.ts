import type { Procedure } from '@parlance/client-sdk/contract';
import { caseCodec, snakeCase } from '../../../server/src/wire/rest/case.ts';
import { fieldsOf, type Named } from './contract.ts';
import type { RawRequest } from './raw.ts';

/** The error shapes that answers come in. */
export type Shape = 'trpc' | 'rest';

/** A way to call procedures. */
export interface Door {
  name: string;
  shape: Shape;
  /** What an input field is called here. */
  fieldName(field: string): string;
  /** Whether a procedure can be called here. */
  serves(named: Named): boolean;
  /** The call with an input whose fields are given as JSON text. */
  call(named: Named, fields: FieldTexts): RawRequest;
}

/** Input fields as JSON text, so that they can hold what no value can. */
export type FieldTexts = Readonly<Record<string, string>>;

/** Input fields as JSON text. */
export const textsOf = (input: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, JSON.stringify(value)]));

/** An object of fields as JSON text. */
export const objectText = (fields: FieldTexts): string =>
  `{${Object.entries(fields)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
    .join(',')}}`;

const json = { 'content-type': 'application/json' };

/** What asks tRPC for an answer in lines of JSON. */
export const lines = { 'trpc-accept': 'application/jsonl' };

/** The method that a kind of procedure is called with over tRPC. */
export const trpcMethod = (kind: Procedure['kind']): 'GET' | 'POST' =>
  kind === 'query' || kind === 'subscription' ? 'GET' : 'POST';

/** A call over tRPC with whatever input. A stream is asked for in lines, and those come for batches alone: a single call is a batch of one. */
export function trpcCall(
  path: string,
  kind: Procedure['kind'],
  input: string | null,
  batch = false,
): RawRequest {
  if (kind === 'stream' && !batch)
    return trpcCall(path, kind, input === null ? null : `{"0":${input}}`, true);
  const query = batch ? '?batch=1' : '';
  if (trpcMethod(kind) === 'POST') {
    return {
      method: 'POST',
      path: `/trpc/${path}${query}`,
      headers: kind === 'stream' ? { ...json, ...lines } : json,
      ...(input !== null && { body: input }),
    };
  }
  const inputQuery = input === null ? '' : `${batch ? '&' : '?'}input=${encodeURIComponent(input)}`;
  return { method: 'GET', path: `/trpc/${path}${query}${inputQuery}` };
}

const superjson = ({ procedure }: Named, fields: FieldTexts): string | null =>
  Object.keys(fieldsOf(procedure)).length + Object.keys(fields).length === 0
    ? null
    : `{"json":${objectText(fields)}}`;

const trpcSingle: Door = {
  name: 'tRPC',
  shape: 'trpc',
  fieldName: (field) => field,
  serves: () => true,
  call: (named, fields) => trpcCall(named.path, named.procedure.kind, superjson(named, fields)),
};

const trpcBatch: Door = {
  ...trpcSingle,
  name: 'tRPC batch',
  // tRPC has no batches of subscriptions.
  serves: ({ procedure }) => procedure.kind !== 'subscription',
  call: (named, fields) => {
    const input = superjson(named, fields);
    const inputs = input === null ? '{}' : `{"0":${input},"1":${input}}`;
    return trpcCall(`${named.path},${named.path}`, named.procedure.kind, inputs, true);
  },
};

/** The procedure's own address. Fields of the path and the query are text there: only strings and numbers fit. */
export const rest: Door = {
  name: 'REST',
  shape: 'rest',
  fieldName: snakeCase,
  serves: ({ procedure }) => procedure.rest !== null,
  call: ({ procedure }, fields) => {
    if (procedure.rest === null) throw new Error('There is no REST address');
    const left = Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [snakeCase(name), restText(procedure, name, text)]),
    );
    const path = procedure.rest.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const text = left[name] ?? '""';
      delete left[name];
      return encodeURIComponent(plain(text));
    });
    const { method } = procedure.rest;
    if (inBody(procedure)) return { method, path, headers: json, body: objectText(left) };
    const query = Object.entries(left).map(([name, text]) => `${name}=${encodeURIComponent(plain(text))}`);
    return { method, path: query.length === 0 ? path : `${path}?${query.join('&')}` };
  },
};

/** The same with one field of the path or the query as it goes over the wire. */
export function restWithParameter(
  named: Named,
  fields: FieldTexts,
  field: string,
  encoded: string,
): RawRequest {
  const request = rest.call(named, { ...fields, [field]: '"PARAMETER"' });
  return { ...request, path: request.path.replace('PARAMETER', () => encoded) };
}

/** Whether a field of a procedure is sent in the body at its REST address. */
export const isBodyField = (procedure: Procedure, field: string): boolean =>
  inBody(procedure) && !procedure.rest?.path.includes(`{${snakeCase(field)}}`);

const inBody = ({ kind, rest }: Procedure): boolean =>
  trpcMethod(kind) === 'POST' && rest?.method !== 'DELETE';

/** The doors that every procedure has. */
export const doors: readonly Door[] = [trpcSingle, trpcBatch, rest];

// Nested names are turned only where the text is a value that the schema knows.
function restText(procedure: Procedure, name: string, text: string): string {
  const schema = fieldsOf(procedure)[name];
  if (schema === undefined || !/^[[{]/.test(text) || text.length > 1_000) return text;
  return JSON.stringify(caseCodec(schema).encode(JSON.parse(text)));
}

const plain = (text: string): string => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'string' ? value : text;
};
