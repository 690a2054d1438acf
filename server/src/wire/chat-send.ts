import type { Message } from '@parlance/client-sdk/contract';
import type { Deps } from '../ports/deps.ts';
import type { RequestContext } from '../ports/request.ts';
import { sendMessage } from '../usecases/chat/send-message.ts';

interface Input {
  message: string;
  conversationId?: string | null | undefined;
  botId?: string | null | undefined;
  selectedText?: string | null | undefined;
  clientMessageId?: string | null | undefined;
}

/** The procedure chat.send. */
export async function chatSend(
  deps: Deps,
  request: RequestContext,
  input: Input,
): Promise<{ conversationId: string; runId: string; userMessageId: string; message: Message }> {
  const { result, ...answered } = await sendMessage(deps, request, {
    message: input.message,
    conversationId: input.conversationId ?? null,
    botId: input.botId ?? null,
    selectedText: input.selectedText ?? null,
    clientMessageId: input.clientMessageId ?? null,
    missingIsNew: false,
  });
  return {
    conversationId: answered.conversationId,
    runId: answered.runId,
    userMessageId: answered.userMessageId,
    message: {
      id: answered.messageId,
      conversationId: answered.conversationId,
      parentId: answered.userMessageId,
      role: 'assistant',
      text: result.text,
      parts: result.parts ?? [{ type: 'text', text: result.text }],
      selectedText: null,
      run: { id: answered.runId, status: result.status, error: result.error, usage: result.usage },
      siblingIds: [answered.messageId],
      rating: null,
      createdAt: answered.createdAt,
    },
  };
}
