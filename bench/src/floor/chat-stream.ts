import { StringDecoder } from 'node:string_decoder';
import type { RequestHandler } from 'express';
import { drained } from '../drained.ts';
import { ask, reply } from './conversation.ts';
import { askModel } from './model.ts';

interface Chunk {
  choices: { delta: { content?: string } }[];
}

const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };

/** POST /api/chat/stream: what the model says, as it says it. One write for each chunk of the model's. */
export const chatStream: RequestHandler = async (req, res) => {
  const asked = await ask(req, res);
  if (!asked) return;
  const body = await askModel(asked.messages, true);
  res.writeHead(200, HEADERS);
  const texts = new Texts();
  let response = '';
  for await (const bytes of body) {
    let frames = '';
    for (const text of texts.push(bytes)) {
      response += text;
      frames += `data: ${JSON.stringify({ text })}\n\n`;
    }
    if (frames !== '' && !res.write(frames) && !res.destroyed) await drained(res);
  }
  await reply(asked.conversationId, response);
  res.end('data: [DONE]\n\n');
};

/** Finds the texts in the model's events. */
class Texts {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(bytes: Buffer): string[] {
    const events = (this.#rest + this.#decoder.write(bytes)).split('\n\n');
    this.#rest = events.pop() ?? '';
    const texts: string[] = [];
    for (const event of events) {
      const data = event.slice('data: '.length);
      if (data === '[DONE]') continue;
      const text = (JSON.parse(data) as Chunk).choices[0]?.delta.content;
      if (text) texts.push(text);
    }
    return texts;
  }
}
