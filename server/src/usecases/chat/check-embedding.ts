import { forbidden } from '../../domain/errors.ts';
import { mayCall } from '../../domain/origins.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** What a call is about; `botId` counts where it begins a conversation. */
export interface Subject {
  runId?: string;
  conversationId?: string | null;
  botId?: string | null;
}

/**
 * Refuses what a page asks whose origin neither the operator nor the owner of the bot that it is about allows. A conversation that the
 * caller does not have says nothing: who asks for it is told that there is none.
 */
export async function checkEmbedding(deps: Deps, request: RequestContext, subject: Subject): Promise<void> {
  const { origin } = request;
  if (origin === null || mayCall(origin, deps.settings.corsOrigins)) return;
  const embeddable = await deps.bots.embeddableFrom(origin);
  const botId = await botOf(deps, request, subject);
  if (botId === undefined || (botId !== null && embeddable.includes(botId))) return;
  throw forbidden('Pages of this origin may not talk to this bot');
}

/** undefined: the conversation or run that is named is not there. null: the bot is gone, or nothing is named. */
async function botOf(
  { conversations, runEvents }: Deps,
  { actor }: RequestContext,
  { runId, conversationId, botId }: Subject,
): Promise<string | null | undefined> {
  if ((runId ?? conversationId ?? null) === null) return botId ?? null;
  const run = runId === undefined ? null : await runEvents.find(actor, runId);
  const id = run?.run.conversationId ?? conversationId ?? null;
  const conversation = id === null ? null : await conversations.get(actor, id);
  return conversation === null ? (botId ?? undefined) : conversation.botId;
}
