import { callerOf } from '../caller.ts';
import type { ParlanceClient } from '../client.ts';
import type { ApiInputs } from '../inputs-and-outputs.ts';
import { onBehalf } from './on-behalf.ts';
import { openRun } from './open-run.ts';
import type { RetryOptions } from './pace.ts';
import { type RunStream, withIds } from './run-stream.ts';
import { createSend, type Mutate, type SendInput } from './send.ts';
import type { StreamOptions } from './stream-options.ts';

/**
 * What {@link createChat} can be told.
 *
 * @example
 * ```ts
 * import type { ChatOptions } from '@parlance/client-sdk';
 *
 * const impatient: ChatOptions = { retry: { giveUpAfterMs: 30_000 } };
 * ```
 */
export interface ChatOptions {
  /** How streams go on after a cut. */
  retry?: RetryOptions | undefined;
}

/**
 * Talks to a bot, and streams what it says.
 *
 * @example
 * ```ts
 * import type { Chat } from '@parlance/client-sdk';
 *
 * const tryAgain = (chat: Chat, conversationId: string, messageId: string) =>
 *   chat.regenerate({ conversationId, messageId });
 * ```
 */
export interface Chat {
  /** Sends a message. */
  stream(input: ApiInputs['chat']['stream'], options?: StreamOptions): RunStream;
  /** Answers a question once more, beside the answer `messageId`, which stays. */
  regenerate(input: ApiInputs['chat']['regenerate'], options?: StreamOptions): RunStream;
  /** Asks something else in place of the question `messageId`, which stays. */
  edit(input: ApiInputs['chat']['edit'], options?: StreamOptions): RunStream;
  /** Follows a run that was started before, by whom ever, from the event after the number `after`; the first unless said. */
  resume(runId: string, options?: StreamOptions & { after?: number | undefined }): RunStream;
}

/**
 * Makes a chat of a client. Streams go on by themselves after a cut, and nothing is sent twice: see {@link RunStream}.
 *
 * @example
 * ```ts
 * import { createChat, createParlanceClient } from '@parlance/client-sdk';
 *
 * const chat = createChat(createParlanceClient({ url: 'http://localhost:3000' }));
 * for await (const event of chat.stream({ message: 'Hello!' })) {
 *   if (event.type === 'text-delta') console.log(event.text);
 * }
 * ```
 */
export function createChat(parlance: ParlanceClient, { retry = {} }: ChatOptions = {}): Chat {
  const caller = callerOf(parlance);
  const begin =
    <Input extends SendInput>(mutate: Mutate<Input>) =>
    (input: Input, options: StreamOptions = {}): RunStream => {
      const position = { runId: null, seq: 0, isOver: false };
      const who = onBehalf(caller);
      return openRun({ parlance, who, position, send: createSend(mutate, input, who), retry, options });
    };
  return {
    stream: begin(parlance.chat.stream.mutate),
    regenerate: begin(parlance.chat.regenerate.mutate),
    edit: begin(parlance.chat.edit.mutate),
    resume: (runId, { after = 0, ...options } = {}) => {
      const position = { runId, seq: after, isOver: false };
      const run = openRun({ parlance, who: onBehalf(caller), position, send: null, retry, options });
      return withIds(run, parlance, runId);
    },
  };
}
