import { admin } from './admin.ts';
import { auth } from './auth.ts';
import { chat } from './chat.ts';
import { conversation } from './conversation.ts';
import { health } from './health.ts';
import type { Procedure } from './procedure.ts';

/** Every procedure of a Parlance server, by noun and verb. The server implements this table. */
export const contract = { health, auth, conversation, chat, admin };

/** The type of {@link contract}. */
export type Contract = typeof contract;

/** A procedure and its name, such as `conversation.list`. */
export interface NamedProcedure {
  path: string;
  procedure: Procedure;
}

const isProcedure = (value: object): value is Procedure => 'kind' in value;

/** All procedures of the contract in one list. */
export const procedures: readonly NamedProcedure[] = Object.entries(contract).flatMap(([noun, entry]) =>
  isProcedure(entry)
    ? [{ path: noun, procedure: entry }]
    : Object.entries(entry).map(([verb, procedure]) => ({ path: `${noun}.${verb}`, procedure })),
);
