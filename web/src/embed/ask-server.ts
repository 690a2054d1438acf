import type { ApiOutputs } from '@parlance/client-sdk';
import type { EmbedOptions } from './options.ts';

type Answer = ApiOutputs['embed']['config'];

/** The bot that answers on this page. */
export type EmbedBot = NonNullable<Answer['bot']>;

/** Asks the server whether this page may use it. Throws an error that says to the page's author or the operator what to change. */
export async function askServer({ server, botId }: EmbedOptions): Promise<EmbedBot> {
  const address = new URL('api/v1/embed', server);
  if (botId !== null) address.searchParams.set('bot_id', botId);
  const answer = await fetchAnswer(address);
  if ('error' in answer) throw new Error(answer.error.message);
  if (answer.bot === null) {
    throw new Error(
      `${server.origin} does not let pages of ${location.origin} use it. Its operator can change that: CORS_ORIGINS=${location.origin}`,
    );
  }
  return answer.bot;
}

async function fetchAnswer(address: URL): Promise<Answer | { error: { message: string } }> {
  try {
    const response = await fetch(address, { credentials: 'omit' });
    return await response.json();
  } catch {
    throw new Error(
      `${address.origin} gave no answer. Is the server up, and does this page's Content-Security-Policy have it in connect-src?`,
    );
  }
}
