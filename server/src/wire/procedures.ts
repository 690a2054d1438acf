import type { Contract, Procedure } from '@parlance/client-sdk/contract';
import type { z } from 'zod';
import { badInput } from '../domain/errors.ts';
import type { Deps } from '../ports/deps.ts';
import type { RequestContext } from '../ports/request.ts';
import { setUserActive } from '../usecases/admin/set-user-active.ts';
import { changePassword } from '../usecases/auth/change-password.ts';
import { createApiKey } from '../usecases/auth/create-api-key.ts';
import { deleteAccount } from '../usecases/auth/delete-account.ts';
import { getMe } from '../usecases/auth/get-me.ts';
import { listApiKeys } from '../usecases/auth/list-api-keys.ts';
import { logIn } from '../usecases/auth/log-in.ts';
import { logOut } from '../usecases/auth/log-out.ts';
import { refreshLogin } from '../usecases/auth/refresh-login.ts';
import { revokeApiKey } from '../usecases/auth/revoke-api-key.ts';
import { signUp } from '../usecases/auth/sign-up.ts';
import { deleteConversation } from '../usecases/conversation/delete-conversation.ts';
import { exportConversation } from '../usecases/conversation/export-conversation.ts';
import { getConversation } from '../usecases/conversation/get-conversation.ts';
import { listConversations } from '../usecases/conversation/list-conversations.ts';
import { readHistory } from '../usecases/conversation/read-history.ts';
import { renameConversation } from '../usecases/conversation/rename-conversation.ts';
import { checkHealth } from '../usecases/health/check-health.ts';
import { admit, type Incoming, type WireDeps } from './call.ts';
import { chatSend } from './chat-send.ts';

/** What implements a procedure. */
export type Handler<P extends Procedure = Procedure> = (
  deps: Deps,
  request: RequestContext,
  input: z.output<P['input']>,
) => Promise<z.input<P['output']>>;

type Handlers<Table> = {
  [Name in keyof Table]: Table[Name] extends Procedure ? Handler<Table[Name]> : Handlers<Table[Name]>;
};

/** What implements each procedure of the contract. Does not compile when one is missing, renamed or answers something else. */
export const handlers = {
  health: checkHealth,
  auth: {
    signup: signUp,
    login: logIn,
    refresh: refreshLogin,
    logout: logOut,
    me: getMe,
    changePassword,
    deleteAccount,
    createApiKey,
    listApiKeys,
    revokeApiKey,
  },
  conversation: {
    list: listConversations,
    get: getConversation,
    history: readHistory,
    rename: renameConversation,
    delete: deleteConversation,
    export: exportConversation,
  },
  chat: { send: chatSend },
  admin: { setUserActive },
} satisfies Handlers<Contract>;

type Paths<Table> = {
  [Noun in keyof Table & string]: Table[Noun] extends Procedure | ((...args: never[]) => unknown)
    ? Noun
    : `${Noun}.${keyof Table[Noun] & string}`;
}[keyof Table & string];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// And the other way round: what is implemented here and not in the contract does not compile.
true satisfies Same<Paths<typeof handlers>, Paths<Contract>>;

/** Serves one call of a procedure, by whichever door it came. */
export async function serve(
  wire: WireDeps,
  incoming: Incoming,
  procedure: Procedure,
  handler: Handler,
  rawInput: unknown,
): Promise<unknown> {
  const request = await admit(wire, incoming, procedure);
  const input = parseInput(procedure.input, rawInput);
  return procedure.output.parse(await handler(wire.deps, request, input));
}

/** An input that fits its schema. Throws bad_request that names every field that does not. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badInput(
    parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  );
}
