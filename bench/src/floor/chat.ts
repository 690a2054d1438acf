import type { RequestHandler } from 'express';
import { ask, reply } from './conversation.ts';
import { askModel } from './model.ts';

interface Completion {
  choices: { message: { content: string } }[];
}

/** POST /api/chat. */
export const chat: RequestHandler = async (req, res) => {
  const asked = await ask(req, res);
  if (!asked) return;
  const completion = (await (await askModel(asked.messages, false)).json()) as Completion;
  const response = completion.choices[0]?.message.content ?? '';
  await reply(asked.conversationId, response);
  res.json({ conversation_id: asked.conversationId, response, tool_calls: [] });
};
