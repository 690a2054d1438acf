import { type Contract, type Procedure, type ProcedureKind, procedures } from '@parlance/client-sdk/contract';
import { z } from 'zod';

type Paths<Table> = {
  [Noun in keyof Table & string]: Table[Noun] extends Procedure
    ? Noun
    : `${Noun}.${keyof Table[Noun] & string}`;
}[keyof Table & string];

/** The name of a procedure of the contract, such as `conversation.list`. */
export type ProcedurePath = Paths<Contract>;

type Row<Table, Path extends string> = Path extends `${infer Noun}.${infer Verb}`
  ? Noun extends keyof Table
    ? Verb extends keyof Table[Noun]
      ? Table[Noun][Verb]
      : never
    : never
  : Path extends keyof Table
    ? Table[Path]
    : never;

/** What a procedure takes. */
export type InputOf<Path extends ProcedurePath> =
  Row<Contract, Path> extends Procedure<ProcedureKind, infer Input> ? z.input<Input> : never;

/** A procedure with its name. */
export interface Named {
  path: ProcedurePath;
  procedure: Procedure;
}

/** All procedures. */
export const all = procedures as readonly Named[];

/** The fields of a procedure's input by name. */
export function fieldsOf({ input }: Procedure): Readonly<Record<string, z.core.$ZodType>> {
  if (input instanceof z.ZodVoid) return {};
  if (input instanceof z.ZodObject) return input.shape;
  throw new Error('Teach fieldsOf about inputs that are not objects');
}

/** Whether a procedure answers with events. */
export const isStreamed = ({ kind }: Procedure): boolean => kind === 'stream' || kind === 'subscription';

/** What a procedure answers as a whole: of one that answers with events, all of them, to the end of the run. */
export const answerOf = (procedure: Procedure): z.ZodType =>
  isStreamed(procedure)
    ? z.array(procedure.output).refine((events) => {
        const last = z.object({ type: z.string() }).safeParse(events.at(-1)).data;
        return last?.type === 'run-finished';
      }, 'The last event is not the end of the run')
    : procedure.output;

/** Whether a procedure refuses fields that it does not know. */
export const isStrict = ({ input }: Procedure): boolean =>
  input instanceof z.ZodObject && input.def.catchall instanceof z.ZodNever;

/** The fields of a procedure that take an id, in lists and in nested objects too, as paths such as `filter.botIds`. */
export const idFieldsOf = (procedure: Procedure): string[] =>
  Object.entries(fieldsOf(procedure)).flatMap(([name, schema]) => idPaths(schema, name));

function idPaths(schema: z.core.$ZodType, path: string): string[] {
  if (schema instanceof z.ZodGUID || schema instanceof z.ZodUUID) return [path];
  if (schema instanceof z.ZodArray) return idPaths(schema.element, path);
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) => idPaths(field, `${path}.${name}`));
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return idPaths(schema.def.innerType, path);
  }
  return [];
}
