import { z } from 'zod';
import { badRequest } from '../../domain/errors.ts';

/** The parameters of an address, as the fields of a schema want them: numbers as numbers. Throws bad_request for a repeated one. */
export function readQuery(schema: z.core.$ZodType, query: Record<string, unknown>): Record<string, unknown> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value !== 'string') throw badRequest(name, 'Must be given once');
      const field = shape[name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
      return [
        name,
        field !== undefined && isNumber(field) && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
      ];
    }),
  );
}

function isNumber(field: z.core.$ZodType): boolean {
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional || field instanceof z.ZodNullable) {
    return isNumber(field.def.innerType);
  }
  return field instanceof z.ZodNumber;
}
