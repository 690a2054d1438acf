import type { InputOf, ProcedurePath } from './contract.ts';

/** What somebody has that procedures can be called on. */
export interface Belongings {
  email: string;
  password: string;
  conversationId(): string | Promise<string>;
  /** The last run of a conversation, with its messages. */
  run(): Run | Promise<Run>;
  /** A call that waits to be allowed. */
  approval(): Approval | Promise<Approval>;
  apiKeyId(): string | Promise<string>;
  taskId(): string | Promise<string>;
  /** A private bot. */
  botId(): string | Promise<string>;
  refreshToken(): string | Promise<string>;
  /** An address that can sign up. */
  newEmail(): string;
  /** Some user that staff can act on. */
  someUserId(): string | Promise<string>;
}

/** A run and what it belongs to. */
export interface Run {
  conversationId: string;
  runId: string;
  userMessageId: string;
  messageId: string;
}

/** What is to be decided of a run. */
export interface Approval {
  runId: string;
  approvalId: string;
}

/** How to make an input of a procedure. */
export type Samples = {
  [Path in ProcedurePath]: (own: Belongings) => InputOf<Path> | Promise<InputOf<Path>>;
};

const answer = ({ conversationId, messageId }: Run) => ({ conversationId, messageId });
const task = async (own: Belongings) => ({ taskId: await own.taskId() });
const bot = async (own: Belongings) => ({ botId: await own.botId() });
const conversation = async (own: Belongings) => ({ conversationId: await own.conversationId() });

/** An input of every procedure, that works on what the caller has. Does not compile when a procedure has none. */
export const samples = {
  health: () => undefined,
  'auth.signup': (own) => ({ email: own.newEmail(), password: 'a long enough one' }),
  'auth.login': ({ email, password }) => ({ email, password }),
  'auth.refresh': async (own) => ({ refreshToken: await own.refreshToken() }),
  'auth.logout': async (own) => ({ refreshToken: await own.refreshToken() }),
  'auth.me': () => undefined,
  'auth.changePassword': ({ password }) => ({
    currentPassword: password,
    newPassword: 'another long enough one',
  }),
  'auth.deleteAccount': ({ password }) => ({ password }),
  'auth.createApiKey': () => ({ name: 'a key', scopes: ['chat'] }),
  'auth.listApiKeys': () => undefined,
  'auth.revokeApiKey': async (own) => ({ apiKeyId: await own.apiKeyId() }),
  'conversation.list': () => ({}),
  'conversation.get': conversation,
  'conversation.history': conversation,
  'conversation.rename': async (own) => ({ ...(await conversation(own)), title: 'A new title' }),
  'conversation.adopt': async (own) => ({ conversationIds: [await own.conversationId()] }),
  'conversation.delete': conversation,
  'conversation.export': conversation,
  'chat.send': async (own) => ({ ...(await conversation(own)), message: 'Hello again' }),
  'chat.stream': async (own) => ({ ...(await conversation(own)), message: 'Hello again' }),
  'chat.regenerate': async (own) => answer(await own.run()),
  'chat.edit': async (own) => {
    const { conversationId, userMessageId } = await own.run();
    return { conversationId, messageId: userMessageId, message: 'Hello in other words' };
  },
  'chat.events': async (own) => ({ runId: (await own.run()).runId }),
  'chat.run': async (own) => ({ runId: (await own.run()).runId }),
  'chat.stop': async (own) => ({ runId: (await own.run()).runId }),
  'chat.approve': async (own) => ({ ...(await own.approval()), decision: 'approve' }),
  'chat.feedback': async (own) => ({ ...answer(await own.run()), rating: 'positive' }),
  'conversation.switchBranch': async (own) => answer(await own.run()),
  'embed.config': () => ({}),
  'task.create': () => ({ title: 'Buy groceries' }),
  'task.list': () => ({}),
  'task.get': task,
  'task.update': async (own) => ({ ...(await task(own)), title: 'A new title' }),
  'task.complete': task,
  'task.delete': task,
  'bot.list': () => ({}),
  'bot.get': bot,
  'bot.describe': bot,
  'bot.create': () => ({ name: 'A bot', config: { instructions: 'Be brief.' } }),
  'bot.update': async (own) => ({ ...(await bot(own)), name: 'Another name' }),
  'bot.delete': bot,
  'bot.versions': bot,
  'bot.export': bot,
  'bot.import': () => ({
    content: JSON.stringify({ format: 'parlance.bot/1', name: 'A bot', config: { instructions: '' } }),
  }),
  'admin.setUserActive': async (own) => ({ userId: await own.someUserId(), active: true }),
} satisfies Samples;

/** An input of a procedure as fields. */
export async function sampleOf(path: ProcedurePath, own: Belongings): Promise<Record<string, unknown>> {
  return { ...(await samples[path](own)) };
}

/** What nobody has: calls with it change nothing, whoever makes them. `email` is one that has signed up. */
export const nothing = (email: string): Belongings => ({
  email,
  password: 'not the password',
  conversationId: () => '01900000-0000-7000-8000-00000000aaaa',
  run: () => ({
    conversationId: '01900000-0000-7000-8000-00000000aaaa',
    runId: '01900000-0000-7000-8000-00000000dddd',
    userMessageId: '01900000-0000-7000-8000-00000000eeee',
    messageId: '01900000-0000-7000-8000-00000000ffff',
  }),
  approval: () => ({
    runId: '01900000-0000-7000-8000-00000000dddd',
    approvalId: '01900000-0000-7000-8000-000000001111',
  }),
  apiKeyId: () => '01900000-0000-7000-8000-00000000bbbb',
  taskId: () => '01900000-0000-7000-8000-000000009999',
  botId: () => '01900000-0000-7000-8000-0000000b07b0',
  refreshToken: () => 'plr_unknown',
  newEmail: () => email,
  someUserId: () => '01900000-0000-7000-8000-00000000cccc',
});
