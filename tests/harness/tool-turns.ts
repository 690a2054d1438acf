import { randomUUIDv7 } from 'node:crypto';
import type { BotConfig, MessagePart } from '@parlance/client-sdk';
import { botConfigSchema } from '@parlance/client-sdk/contract';
import type { RecordedRequest, ScriptedToolCall } from '@parlance/offline-model';
import { z } from 'zod';
import { trpc } from './people.ts';
import type { TestServer } from './start-server.ts';

type Tools = Partial<BotConfig['tools']>;

/** A tool call, as the record has it. */
export type CallPart = Extract<MessagePart, { type: 'tool-call' }>;

/** What the model calls, one after the other; then it says `done`. Answers what came of the calls, and what the model was asked. */
export interface ToolTurn {
  status: string;
  runId: string;
  calls: CallPart[];
  asked: RecordedRequest[];
}

/** Makes a bot that has tools. */
export const makeToolBot = (
  server: TestServer,
  token: string,
  tools: Tools,
  more: { visibility?: 'private' | 'public'; authorizations?: Record<string, string> } = {},
) =>
  trpc(server, token).bot.create.mutate({
    name: 'Tools',
    config: botConfigSchema.parse({ instructions: 'Use your tools.', agentType: 'react', tools }),
    ...more,
  });

/** Asks something that the model answers with tool calls: all of a list at once, the lists one after the other. */
export async function askWithTools(
  server: TestServer,
  options: { token?: string; botId?: string; calls: ScriptedToolCall[][] },
): Promise<ToolTurn> {
  const { token, botId, calls } = options;
  const message = `Do it ${randomUUIDv7()}`;
  const when = ({ turns }: RecordedRequest) =>
    turns.findLast(({ role }) => role === 'user')?.text === message;
  server.model.script([
    ...calls.map((toolCalls) => ({ toolCalls, when, name: message })),
    { text: 'done', when, name: message },
  ]);
  const answer = await trpc(server, token).chat.send.mutate({
    message,
    ...(botId !== undefined && { botId }),
  });
  const parts = answer.message.parts.filter((part) => part.type === 'tool-call');
  const { id: runId = '', status = '' } = answer.message.run ?? {};
  const asked = server.model.requests.filter((request) => request.purpose === 'answer' && when(request));
  return { status, runId, calls: parts, asked };
}

/** The names of the tools that a model was offered. */
export const toolNames = ({ tools }: RecordedRequest): string[] =>
  z
    .array(z.object({ function: z.object({ name: z.string() }) }))
    .parse(tools)
    .map((tool) => tool.function.name);
