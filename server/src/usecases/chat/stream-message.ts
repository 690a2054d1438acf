import type { RunEvent } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { streamTurn } from './stream-turn.ts';

interface Input {
  message: string;
  conversationId?: string | null | undefined;
  botId?: string | null | undefined;
  selectedText?: string | null | undefined;
  clientMessageId?: string | null | undefined;
}

/** Sends a message and answers the events of its run. Throws what openTurn does. */
export const streamMessage = (
  deps: Deps,
  request: RequestContext,
  input: Input,
): Promise<AsyncIterable<readonly RunEvent[]>> =>
  streamTurn(deps, request, {
    place: { kind: 'send' },
    message: input.message,
    conversationId: input.conversationId ?? null,
    botId: input.botId ?? null,
    selectedText: input.selectedText ?? null,
    clientMessageId: input.clientMessageId ?? null,
  });
