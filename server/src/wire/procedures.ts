import type { Contract, Procedure, RunEvent } from '@parlance/client-sdk/contract';
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
import { createBot } from '../usecases/bot/create-bot.ts';
import { deleteBot } from '../usecases/bot/delete-bot.ts';
import { describeBot } from '../usecases/bot/describe-bot.ts';
import { exportBot } from '../usecases/bot/export-bot.ts';
import { getBot } from '../usecases/bot/get-bot.ts';
import { importBot } from '../usecases/bot/import-bot.ts';
import { listBotVersions } from '../usecases/bot/list-bot-versions.ts';
import { listBots } from '../usecases/bot/list-bots.ts';
import { updateBot } from '../usecases/bot/update-bot.ts';
import { approveCall } from '../usecases/chat/approve-call.ts';
import { checkEmbedding, type Subject } from '../usecases/chat/check-embedding.ts';
import { editMessage } from '../usecases/chat/edit-message.ts';
import { getRun } from '../usecases/chat/get-run.ts';
import { giveFeedback } from '../usecases/chat/give-feedback.ts';
import { regenerateAnswer } from '../usecases/chat/regenerate-answer.ts';
import { stopRun } from '../usecases/chat/stop-run.ts';
import { streamMessage } from '../usecases/chat/stream-message.ts';
import { watchRun } from '../usecases/chat/watch-run.ts';
import { adoptConversations } from '../usecases/conversation/adopt-conversations.ts';
import { deleteConversation } from '../usecases/conversation/delete-conversation.ts';
import { exportConversation } from '../usecases/conversation/export-conversation.ts';
import { getConversation } from '../usecases/conversation/get-conversation.ts';
import { listConversations } from '../usecases/conversation/list-conversations.ts';
import { readHistory } from '../usecases/conversation/read-history.ts';
import { renameConversation } from '../usecases/conversation/rename-conversation.ts';
import { switchBranch } from '../usecases/conversation/switch-branch.ts';
import { getEmbedConfig } from '../usecases/embed/get-embed-config.ts';
import { checkHealth } from '../usecases/health/check-health.ts';
import { completeTask } from '../usecases/task/complete-task.ts';
import { createTask } from '../usecases/task/create-task.ts';
import { deleteTask } from '../usecases/task/delete-task.ts';
import { getTask } from '../usecases/task/get-task.ts';
import { listTasks } from '../usecases/task/list-tasks.ts';
import { updateTask } from '../usecases/task/update-task.ts';
import { admit, type Incoming, type WireDeps } from './call.ts';
import { chatSend } from './chat-send.ts';

type Implementation<P extends Procedure, Answer> = (
  deps: Deps,
  request: RequestContext,
  input: z.output<P['input']>,
) => Promise<Answer>;

/** What implements a procedure that answers once. */
export type Handler<P extends Procedure = Procedure> = Implementation<P, z.input<P['output']>>;

/** What implements a procedure that answers with events. Rejects as long as nothing of it has begun. */
export type StreamHandler<P extends Procedure = Procedure> = Implementation<
  P,
  AsyncIterable<readonly RunEvent[]>
>;

type Handlers<Table> = {
  [Name in keyof Table]: Table[Name] extends Procedure<'stream' | 'subscription'>
    ? StreamHandler<Table[Name]>
    : Table[Name] extends Procedure
      ? Handler<Table[Name]>
      : Handlers<Table[Name]>;
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
    switchBranch,
    rename: renameConversation,
    adopt: adoptConversations,
    delete: deleteConversation,
    export: exportConversation,
  },
  chat: {
    send: chatSend,
    stream: streamMessage,
    regenerate: regenerateAnswer,
    edit: editMessage,
    events: watchRun,
    run: getRun,
    stop: stopRun,
    approve: approveCall,
    feedback: giveFeedback,
  },
  embed: { config: getEmbedConfig },
  task: {
    create: createTask,
    list: listTasks,
    get: getTask,
    update: updateTask,
    complete: completeTask,
    delete: deleteTask,
  },
  bot: {
    list: listBots,
    get: getBot,
    describe: describeBot,
    create: createBot,
    update: updateBot,
    delete: deleteBot,
    versions: listBotVersions,
    export: exportBot,
    import: importBot,
  },
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
  return procedure.output.parse(await call(wire, incoming, procedure, handler, rawInput));
}

/** Serves one call of a procedure that answers with events. They are the run engine's own and go out as they are. */
export function serveStream(
  wire: WireDeps,
  incoming: Incoming,
  procedure: Procedure,
  handler: StreamHandler,
  rawInput: unknown,
): Promise<AsyncIterable<readonly RunEvent[]>> {
  return call(wire, incoming, procedure, handler, rawInput);
}

async function call<Answer>(
  wire: WireDeps,
  incoming: Incoming,
  procedure: Procedure,
  handler: Implementation<Procedure, Answer>,
  rawInput: unknown,
): Promise<Answer> {
  const request = await admit(wire, incoming, procedure);
  const input = parseInput(procedure.input, rawInput);
  // A turn is checked where it is opened: other doors open turns, too.
  if (procedure.access.who === 'anyone' && procedure.rate !== 'turn') {
    await checkEmbedding(wire.deps, request, input as Subject);
  }
  return handler(wire.deps, request, input);
}

/** An input that fits its schema. Throws bad_request that names every field that does not. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badInput(
    parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  );
}
