import { randomUUIDv7 } from 'node:crypto';
import type { RecordedRequest, Scenario, ScriptedToolCall } from '@parlance/offline-model';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { openEvents, type SentEvent, type SentEvents } from './sse.ts';
import type { TestServer } from './start-server.ts';

/** Tools that remember what they were called with: `guarded` needs to be allowed, `free` does not. */
export function rememberingTools(): {
  tools: AgentTool[];
  carriedOut: { tool: string; arguments: unknown }[];
} {
  const carriedOut: { tool: string; arguments: unknown }[] = [];
  const tool = (name: string, needsApproval: boolean): AgentTool => ({
    name,
    description: 'Remembers what it was called with.',
    parameters: { type: 'object', properties: { text: { type: 'string' } } },
    idempotent: false,
    needsApproval,
    execute: async (args) => {
      carriedOut.push({ tool: name, arguments: args });
      return { value: { done: args }, isError: false };
    },
  });
  return { tools: [tool('guarded', true), tool('free', false)], carriedOut };
}

/** A run that waits for approvals, as who began it saw it. */
export interface Waiting {
  runId: string;
  conversationId: string;
  userMessageId: string;
  messageId: string;
  /** What is to be decided, in the order it was asked for. */
  approvalIds: string[];
  seen: SentEvent[];
  /** The stream, which goes on after the decisions. */
  open: SentEvents;
}

/** Asks a server with {@link rememberingTools} something whose answer calls tools, `guarded` once by default, and reads until it waits. */
export async function startWaiting(
  server: TestServer,
  options: {
    token?: string;
    botId?: string;
    calls?: ScriptedToolCall[];
    text?: string;
    /** How many of the calls need to be allowed. */
    approvals?: number;
    /** What the model answers when it is asked again. */
    next?: Scenario[];
  } = {},
): Promise<Waiting> {
  const { token, botId, calls = [{ name: 'guarded', arguments: { text: 'x' } }], text = '' } = options;
  const question = `Do it ${randomUUIDv7()}`;
  const when = ({ turns }: RecordedRequest) =>
    turns.findLast(({ role }) => role === 'user')?.text === question;
  const next = options.next ?? [{ text: 'So it is.' }];
  server.model.script([{ text, toolCalls: calls }, ...next].map((scenario) => ({ ...scenario, when })));
  const open = await openEvents(`${server.url}/api/v1/chat/stream`, {
    body: { message: question, ...(botId !== undefined && { bot_id: botId }) },
    ...(token !== undefined && { token }),
  });
  const seen: SentEvent[] = [];
  const approvalIds: string[] = [];
  while (approvalIds.length < (options.approvals ?? 1)) {
    approvalIds.push(await nextApproval(open, seen));
  }
  const id = (name: string) => String(seen[0]?.data[name]);
  return {
    runId: id('run_id'),
    conversationId: id('conversation_id'),
    userMessageId: id('user_message_id'),
    messageId: id('message_id'),
    approvalIds,
    seen,
    open,
  };
}

/** Reads until something is to be allowed, and answers its id. The stream stays open. */
export async function nextApproval(open: SentEvents, seen: SentEvent[] = []): Promise<string> {
  for (;;) {
    const { value } = await open[Symbol.asyncIterator]().next();
    if (!value) throw new Error(`The stream ended after ${JSON.stringify(seen)}`);
    seen.push(value);
    if (value.type === 'approval-requested') return String(value.data['approval_id']);
  }
}
