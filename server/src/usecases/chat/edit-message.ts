import type { RunEvent } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { streamTurn } from './stream-turn.ts';

interface Input {
  conversationId: string;
  messageId: string;
  message: string;
  selectedText?: string | null | undefined;
  clientMessageId?: string | null | undefined;
}

/** Asks something else in place of a question, on a branch of its own, and answers the events of the run. Throws what openTurn does. */
export const editMessage = (
  deps: Deps,
  request: RequestContext,
  input: Input,
): Promise<AsyncIterable<readonly RunEvent[]>> =>
  streamTurn(deps, request, {
    place: { kind: 'edit', messageId: input.messageId },
    message: input.message,
    conversationId: input.conversationId,
    botId: null,
    selectedText: input.selectedText ?? null,
    clientMessageId: input.clientMessageId ?? null,
  });
