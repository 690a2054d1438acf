import type { RunEvent } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { streamTurn } from './stream-turn.ts';

interface Input {
  conversationId: string;
  messageId: string;
  clientMessageId?: string | null | undefined;
}

/** Answers a question once more, beside an answer to it, and answers the events of the run. Throws what openTurn does. */
export const regenerateAnswer = (
  deps: Deps,
  request: RequestContext,
  input: Input,
): Promise<AsyncIterable<readonly RunEvent[]>> =>
  streamTurn(deps, request, {
    place: { kind: 'regenerate', messageId: input.messageId },
    message: '',
    conversationId: input.conversationId,
    botId: null,
    selectedText: null,
    clientMessageId: input.clientMessageId ?? null,
  });
