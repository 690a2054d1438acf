import type { Message } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { getConversation } from './get-conversation.ts';
import { readHistory } from './read-history.ts';

// Messages of one answer at most.
const PAGE = 1_000;

/** The active branch as a file's content, from its newest page back; ask with the cursor for what came before. */
export async function exportConversation(
  deps: Deps,
  request: RequestContext,
  input: { conversationId: string; format: 'json' | 'markdown'; cursor?: string | null | undefined },
): Promise<{ filename: string; mediaType: string; content: string; nextCursor: string | null }> {
  const conversation = await getConversation(deps, request, input);
  const page = await readHistory(deps, request, { ...input, limit: PAGE, direction: 'older' });
  const title = conversation.title ?? 'Conversation';
  const json = input.format === 'json';
  return {
    filename: `conversation-${conversation.id}.${json ? 'json' : 'md'}`,
    mediaType: json ? 'application/json' : 'text/markdown',
    content: json
      ? JSON.stringify({ conversation, messages: page.messages }, null, 2)
      : [`# ${title}`, ...page.messages.map(asMarkdown)].join('\n\n'),
    nextCursor: page.olderCursor,
  };
}

const asMarkdown = (message: Message): string =>
  `## ${message.role === 'user' ? 'You' : 'Assistant'}\n\n${message.text}`;
