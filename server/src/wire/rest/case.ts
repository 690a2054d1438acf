import { z } from 'zod';
import { badRequest } from '../../domain/errors.ts';

/** Turns a value into another; what does not fit is handed on as it is, for the schema to refuse. */
type Convert = (value: unknown) => unknown;

/** How a schema's values are written in JSON over plain HTTP: names in snake_case. */
export interface CaseCodec {
  /** From snake_case to the contract's names. */
  decode: Convert;
  /** To snake_case; dates become ISO 8601. */
  encode: Convert;
}

const same: Convert = (value) => value;
const plain: CaseCodec = { decode: same, encode: same };

/** A contract name as REST says it. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Makes the codec of a schema once. Only names that the schema knows are turned: what is free-form stays as it is. */
export function caseCodec(schema: z.core.$ZodType): CaseCodec {
  if (schema instanceof z.ZodObject) return objectCodec(schema.shape);
  if (schema instanceof z.ZodArray) return arrayCodec(caseCodec(schema.element));
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return caseCodec(schema.def.innerType);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) return unionCodec(schema);
  return plain;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function objectCodec(shape: Readonly<Record<string, z.core.$ZodType>>): CaseCodec {
  const fields = Object.entries(shape).map(([name, field]) => ({
    name,
    snake: snakeCase(name),
    codec: caseCodec(field),
  }));
  const bySnake = new Map(fields.map((field) => [field.snake, field]));
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    decode: (value) => {
      if (!isRecord(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => {
          const field = bySnake.get(key);
          if (field) return [field.name, field.codec.decode(item)];
          const misspelt = byName.get(key);
          if (misspelt) throw badRequest(key, `Is called ${misspelt.snake} here`);
          return [key, item];
        }),
      );
    },
    encode: (value) => {
      if (!isRecord(value)) return value;
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) {
        const field = byName.get(key);
        if (field) result[field.snake] = field.codec.encode(item);
      }
      return result;
    },
  };
}

const arrayCodec = (item: CaseCodec): CaseCodec => ({
  decode: (value) => (Array.isArray(value) ? value.map(item.decode) : value),
  encode: (value) => (Array.isArray(value) ? value.map(item.encode) : value),
});

function unionCodec(schema: z.ZodDiscriminatedUnion): CaseCodec {
  const { discriminator } = schema.def;
  const codecs = new Map<unknown, CaseCodec>();
  for (const option of schema.options) {
    if (!(option instanceof z.ZodObject)) continue;
    const tag = option.shape[discriminator];
    if (tag instanceof z.ZodLiteral)
      for (const value of tag.values) codecs.set(value, objectCodec(option.shape));
  }
  const pick = (value: unknown): CaseCodec =>
    (isRecord(value) ? codecs.get(value[discriminator]) : undefined) ?? plain;
  return {
    decode: (value) => pick(value).decode(value),
    encode: (value) => pick(value).encode(value),
  };
}
