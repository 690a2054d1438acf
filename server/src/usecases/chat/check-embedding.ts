import { forbidden } from '../../domain/errors.ts';
import { mayCall } from '../../domain/origins.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Refuses a message from a page whose origin neither the operator nor the owner of the bot that would answer allows. */
export async function checkEmbedding(
  { settings, bots, conversations }: Deps,
  { actor, origin }: RequestContext,
  { botId, conversationId }: { botId: string; conversationId: string | null },
): Promise<void> {
  if (origin === null || mayCall(origin, settings.corsOrigins)) return;
  const embeddable = await bots.embeddableFrom(origin);
  const conversation = conversationId === null ? null : await conversations.get(actor, conversationId);
  if (embeddable.includes(conversation?.botId ?? botId)) return;
  throw forbidden('Pages of this origin may not talk to this bot');
}
