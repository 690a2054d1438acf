import type { z } from 'zod';

/**
 * What an API key may be allowed to do.
 *
 * @example
 * ```ts
 * import { scopes } from '@parlance/client-sdk/contract';
 *
 * const all = scopes.join(' ');
 * ```
 */
export const scopes = [
  'chat',
  'conversations:read',
  'conversations:write',
  'tasks:read',
  'tasks:write',
  'bots:read',
  'bots:write',
] as const;

/**
 * One of {@link scopes}.
 *
 * @example
 * ```ts
 * import type { Scope } from '@parlance/client-sdk';
 *
 * const readOnly: Scope[] = ['conversations:read'];
 * ```
 */
export type Scope = (typeof scopes)[number];

/**
 * Who may call a procedure.
 * - `public`: nobody is asked who they are.
 * - `anyone`: a signed-in user, or nobody in particular; an anonymous conversation's id is the key to it.
 * - `user`: a signed-in user.
 * - `staff`: a signed-in user with the role staff.
 *
 * `scope` is what an API key needs; `null` means that no API key will do.
 *
 * @example
 * ```ts
 * import type { Access } from '@parlance/client-sdk/contract';
 *
 * const needsSignIn = ({ who }: Access): boolean => who === 'user' || who === 'staff';
 * ```
 */
export type Access =
  | { who: 'public' }
  | { who: 'anyone'; scope: Scope | null }
  | { who: 'user'; scope: Scope | null }
  | { who: 'staff' };

/**
 * Method and path of a procedure over plain HTTP; `{name}` in the path is an input field in snake_case.
 *
 * @example
 * ```ts
 * import type { RestAddress } from '@parlance/client-sdk/contract';
 *
 * const curl = ({ method, path }: RestAddress): string => `curl -X ${method} http://localhost:3000${path}`;
 * ```
 */
export interface RestAddress {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: `/api/${string}`;
  /** Status of a success; 200 unless said. */
  status?: 200 | 201;
}

/**
 * What counts against the rate limit, and when: see the server's limits.
 *
 * @example
 * ```ts
 * import type { RateRule } from '@parlance/client-sdk/contract';
 *
 * const isCounted = (rule: RateRule): boolean => rule !== 'none';
 * ```
 */
export type RateRule = 'none' | 'call' | 'turn' | 'credentials';

/**
 * What a procedure does.
 * - `query`: reads and answers once.
 * - `mutation`: changes something and answers once.
 * - `stream`: a mutation that answers with the events of a run, as they come.
 * - `subscription`: the events of a run that goes on by itself; it can be asked for again from any of them.
 *
 * `output` is one event for the last two.
 *
 * @example
 * ```ts
 * import type { ProcedureKind } from '@parlance/client-sdk/contract';
 *
 * const answersOnce = (kind: ProcedureKind): boolean => kind === 'query' || kind === 'mutation';
 * ```
 */
export type ProcedureKind = 'query' | 'mutation' | 'stream' | 'subscription';

/**
 * One row of the contract.
 *
 * @example
 * ```ts
 * import type { Procedure } from '@parlance/client-sdk/contract';
 *
 * const isFree = ({ access }: Procedure): boolean => access.who === 'public';
 * ```
 */
export interface Procedure<
  Kind extends ProcedureKind = ProcedureKind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  kind: Kind;
  input: Input;
  output: Output;
  /** null: no generated REST route. */
  rest: RestAddress | null;
  access: Access;
  /** The input fields that hold the id of something that must be the caller's own. */
  owns: readonly (keyof z.output<Input> & string)[];
  rate: RateRule;
}

type Definition<Input extends z.ZodType, Output extends z.ZodType> = Omit<
  Procedure<'query', Input, Output>,
  'kind'
>;

/** A procedure that changes nothing. */
export const query = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Input, Output>,
): Procedure<'query', Input, Output> => ({ kind: 'query', ...definition });

/** A procedure that changes something. */
export const mutation = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Input, Output>,
): Procedure<'mutation', Input, Output> => ({ kind: 'mutation', ...definition });

/** A procedure that changes something and answers with events. */
export const stream = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Input, Output>,
): Procedure<'stream', Input, Output> => ({ kind: 'stream', ...definition });

/** A procedure that lets one watch, from any event on. */
export const subscription = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Input, Output>,
): Procedure<'subscription', Input, Output> => ({ kind: 'subscription', ...definition });
