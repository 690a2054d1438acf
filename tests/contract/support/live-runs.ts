import { randomUUIDv7 } from 'node:crypto';
import { trpc } from '../../harness/people.ts';
import { openEvents, type SentEvent } from '../../harness/sse.ts';
import type { TestServer } from '../../harness/start-server.ts';
import { refusing } from './asking.ts';
import type { ProcedurePath } from './contract.ts';
import type { Run } from './samples.ts';

/** Inputs of procedures, made of a run. */
export type Inputs = Partial<Record<ProcedurePath, InputOfRun>>;
type InputOfRun = (run: Run) => Record<string, unknown>;

/** What is asked of a run. */
export const ofRun: Inputs = {
  'chat.events': ({ runId }) => ({ runId }),
  'chat.run': ({ runId }) => ({ runId }),
  'chat.stop': ({ runId }) => ({ runId }),
  'chat.approve': ({ runId }) => ({ runId, approvalId: randomUUIDv7(), decision: 'approve' }),
};
const place = ({ conversationId, messageId }: Run) => ({ conversationId, messageId });
const question = ({ conversationId, userMessageId }: Run) => ({ conversationId, messageId: userMessageId });

/** What is done to a message. */
export const ofMessage: Inputs = {
  'chat.regenerate': place,
  'chat.edit': (run) => ({ ...question(run), message: 'Hello in other words' }),
  'chat.feedback': (run) => ({ ...place(run), rating: 'negative' }),
  'conversation.switchBranch': place,
};
/** What is said where a run is. */
export const ofConversation: Inputs = {
  'chat.stream': ({ conversationId }) => ({ conversationId, message: 'Hello again' }),
};

/** A run that is not there. */
export const nowhere = (): Run => ({
  conversationId: randomUUIDv7(),
  runId: randomUUIDv7(),
  userMessageId: randomUUIDv7(),
  messageId: randomUUIDv7(),
});

/** The procedures of inputs, each with how its input is made. */
export const each = (inputs: Inputs): [ProcedurePath, InputOfRun][] =>
  Object.entries(inputs) as [ProcedurePath, InputOfRun][];

/** What is wrong with how all of them refuse runs that are not the caller's, by all doors: alike, whatever the run. */
export async function letIn(
  server: TestServer,
  inputs: Inputs,
  runs: readonly Run[],
  token: string | null,
  code = 'not_found',
): Promise<string[]> {
  const found: string[] = [];
  for (const [path, inputOf] of each(inputs)) {
    found.push(...(await refusing(server, path, runs.map(inputOf), { token }, code)));
  }
  return found;
}

/** A run that goes on until it is let go; without a token an anonymous one. */
export async function goingOn(server: TestServer, token?: string) {
  const held = Promise.withResolvers<void>();
  server.model.script({ text: ['Half ', 'and half'], hold: held.promise });
  const options = { body: { message: 'Hello' }, ...(token !== undefined && { token }) };
  const open = await openEvents(`${server.url}/api/v1/chat/stream`, options);
  const first = (await open[Symbol.asyncIterator]().next()).value as SentEvent;
  const id = (name: string) => String(first.data[name]);
  const run: Run = {
    conversationId: id('conversation_id'),
    runId: id('run_id'),
    userMessageId: id('user_message_id'),
    messageId: id('message_id'),
  };
  const end = async () => {
    held.resolve();
    return [first, ...(await open.all())];
  };
  return { run, end };
}

/** What there is of a conversation, with every branch's place in it. */
export async function standing(server: TestServer, { conversationId }: Run, token?: string) {
  const { messages } = await trpc(server, token).conversation.history.query({ conversationId });
  return messages.map(({ id, text, rating, siblingIds, run }) => [id, text, rating, siblingIds, run?.status]);
}
