import { type Dispatcher, Pool } from 'undici';
import { readSetting } from '../setting.ts';
import type { Message } from './conversation.ts';

const url = new URL(`${readSetting('OPENAI_BASE_URL')}/chat/completions`);

/** The connections to the model: one for each stream that may be held. */
export const model = new Pool(url.origin, { connections: 4_096 });

/** Asks the model; throws unless it answers. */
export async function askModel(
  messages: readonly Message[],
  stream: boolean,
): Promise<Dispatcher.ResponseData['body']> {
  const { statusCode, body } = await model.request({
    method: 'POST',
    path: url.pathname,
    headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
    body: JSON.stringify({ model: 'bench', messages, ...(stream && { stream }) }),
  });
  if (statusCode !== 200) throw new Error(`The model answered ${statusCode}: ${await body.text()}`);
  return body;
}
