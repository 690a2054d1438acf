import { admin } from './admin.ts';
import { auth } from './auth.ts';
import { bot } from './bot.ts';
import { chat } from './chat.ts';
import { conversation } from './conversation.ts';
import { embed } from './embed.ts';
import { health } from './health.ts';
import type { Procedure } from './procedure.ts';
import { task } from './task.ts';

/**
 * Every procedure of a Parlance server, by noun and verb. The server implements this table.
 *
 * @example
 * ```ts
 * import { contract } from '@parlance/client-sdk/contract';
 *
 * const verbs = Object.keys(contract.conversation); // list, get, history, …
 * ```
 */
export const contract = { health, auth, conversation, chat, task, bot, embed, admin };

/**
 * The type of {@link contract}.
 *
 * @example
 * ```ts
 * import type { Contract } from '@parlance/client-sdk/contract';
 *
 * const noun: keyof Contract = 'conversation';
 * ```
 */
export type Contract = typeof contract;

/**
 * A procedure and its name, such as `conversation.list`.
 *
 * @example
 * ```ts
 * import type { NamedProcedure } from '@parlance/client-sdk/contract';
 *
 * const nounOf = ({ path }: NamedProcedure): string => path.split('.')[0] ?? path;
 * ```
 */
export interface NamedProcedure {
  path: string;
  procedure: Procedure;
}

const isProcedure = (value: object): value is Procedure => 'kind' in value;

/**
 * All procedures of the contract in one list.
 *
 * @example
 * ```ts
 * import { procedures } from '@parlance/client-sdk/contract';
 *
 * const queries = procedures.filter(({ procedure }) => procedure.kind === 'query').map(({ path }) => path);
 * ```
 */
export const procedures: readonly NamedProcedure[] = Object.entries(contract).flatMap(([noun, entry]) =>
  isProcedure(entry)
    ? [{ path: noun, procedure: entry }]
    : Object.entries(entry).map(([verb, procedure]) => ({ path: `${noun}.${verb}`, procedure })),
);
