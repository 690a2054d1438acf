import { snakeCase } from '../../../server/src/wire/rest/case.ts';
import { badParameters, badValues } from './bad-values.ts';
import { fieldsOf, isStrict, type Named } from './contract.ts';
import { type Door, isBodyField, rest, restWithParameter, textsOf } from './doors.ts';
import type { Expected } from './errors.ts';
import type { Case } from './refusals.ts';

// Beyond this Node answers 431 itself, without a body.
const MAX_HEAD = 14_000;
// Beyond this the server does (requirement H5).
const MAX_URL = 8_192;

type Input = Readonly<Record<string, unknown>>;

const bad = (field: string): Expected => ({ codes: ['bad_request'], field });

/** Every field of a procedure with every bad value, through one door. */
export function valueCases(named: Named, door: Door, sample: Input): Case[] {
  const fields = Object.keys(fieldsOf(named.procedure)).filter(
    (field) => door !== rest || isBodyField(named.procedure, field),
  );
  return fields.flatMap((field) =>
    badValues.flatMap(({ what, text, unsafe }): Case[] => {
      const request = door.call(named, { ...textsOf(sample), [field]: text });
      if (request.path.length > MAX_HEAD) return [];
      const good = !unsafe && accepts(named, { ...sample, [field]: JSON.parse(text) });
      const refused =
        request.path.length > MAX_URL ? { codes: ['uri_too_long'] } : bad(door.fieldName(field));
      return [
        {
          what: `${door.name}: ${what} as ${field}`,
          shape: door.shape,
          request,
          expected: good ? null : refused,
        },
      ];
    }),
  );
}

/** Every field of a procedure left out, and one that it does not have put in. */
export function shapeCases(named: Named, door: Door, sample: Input): Case[] {
  const texts = textsOf(sample);
  const missing = Object.keys(sample).filter(
    (field) => door !== rest || !named.procedure.rest?.path.includes(`{${snakeCase(field)}}`),
  );
  const without = missing.map((field): Case => {
    const { [field]: _, ...others } = texts;
    const { [field]: __, ...input } = sample;
    const expected = accepts(named, input) ? null : bad(door.fieldName(field));
    const request = door.call(named, others);
    return { what: `${door.name}: no ${field}`, shape: door.shape, request, expected };
  });
  const unknown = ['unknownField', 'userId2', 'ownerId', 'toString'].map((name): Case => {
    const request = door.call(named, { ...texts, [name]: '"x"' });
    const refuses = isStrict(named.procedure) ? { codes: ['bad_request'] } : null;
    return { what: `${door.name}: the unknown field ${name}`, shape: door.shape, request, expected: refuses };
  });
  return [...without, ...unknown];
}

/** Every field of a procedure's REST path and query with every bad parameter, and twice. */
export function parameterCases(named: Named, sample: Input): Case[] {
  const { procedure } = named;
  if (procedure.rest === null) return [];
  const { path } = procedure.rest;
  const fields = Object.keys(fieldsOf(procedure)).filter((field) => !isBodyField(procedure, field));
  return fields.flatMap((field) => {
    const name = snakeCase(field);
    const inPath = path.includes(`{${name}}`);
    const cases = Object.entries(badParameters)
      .filter(([, encoded]) => !inPath || encoded !== '')
      .map(([what, encoded]): Case => {
        const request = restWithParameter(named, textsOf(sample), field, encoded);
        return {
          what: `REST: ${what} as ${inPath ? 'path' : 'query'} parameter ${name}`,
          shape: rest.shape,
          request,
          expected: parameterExpected(named, sample, field, encoded),
        };
      });
    if (inPath) return cases;
    const request = restWithParameter(named, textsOf(sample), field, `x&${name}=y`);
    return [...cases, { what: `REST: ${name} twice`, shape: rest.shape, request, expected: bad(name) }];
  });
}

function parameterExpected(named: Named, sample: Input, field: string, encoded: string): Expected | null {
  let text: string;
  try {
    text = decodeURIComponent(encoded);
  } catch {
    return { codes: ['bad_request'] };
  }
  const good =
    !text.includes('\0') &&
    (accepts(named, { ...sample, [field]: text }) ||
      (/^-?\d+(\.\d+)?$/.test(text) && accepts(named, { ...sample, [field]: Number(text) })));
  return good ? null : bad(snakeCase(field));
}

const accepts = ({ procedure }: Named, input: Input): boolean => procedure.input.safeParse(input).success;
