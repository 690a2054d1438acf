import type { ApiRouter } from '@parlance/client-sdk/contract';
import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';
import type { Pool } from 'undici';
import { ANSWER, QUESTION } from '../words.ts';
import type { Door, Job, Talk } from './job.ts';

/** One turn: answers null, or what was wrong. */
export type Send = () => Promise<string | null>;

interface WireForm {
  path: string;
  body(talk: Talk): object;
  /** The answer's text. */
  read(body: unknown): unknown;
}

const wireForms: Record<Exclude<Door, 'trpc-client'>, WireForm> = {
  api: {
    path: '/api/chat',
    body: (talk) => ({ conversation_id: talk.conversationId, message: QUESTION }),
    read: (body) => (body as { response?: unknown }).response,
  },
  v1: {
    path: '/api/v1/chat',
    body: (talk) => ({ conversation_id: talk.conversationId, message: QUESTION }),
    read: (body) => (body as { message?: { text?: unknown } }).message?.text,
  },
  // superjson's form of a mutation, by hand: the official client would cost more than the server.
  trpc: {
    path: '/trpc/chat.send',
    body: (talk) => ({ json: { message: QUESTION, conversationId: talk.conversationId } }),
    read: (body) =>
      (body as { result?: { data?: { json?: { message?: { text?: unknown } } } } }).result?.data?.json
        ?.message?.text,
  },
};

/** What sends a talk's message by the job's door. */
export function sender(pool: Pool, { url, door }: Job, talk: Talk): Send {
  return door === 'trpc-client' ? clientSender(url, talk) : wireSender(pool, wireForms[door], talk);
}

function wireSender(pool: Pool, form: WireForm, talk: Talk): Send {
  const request = {
    method: 'POST',
    path: form.path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${talk.token}` },
    body: JSON.stringify(form.body(talk)),
  } as const;
  return async () => {
    const { statusCode, body } = await pool.request(request);
    const text = await body.text();
    if (statusCode === 200 && form.read(JSON.parse(text)) === ANSWER) return null;
    return `${form.path} answered ${statusCode} ${text.slice(0, 500)}`;
  };
}

function clientSender(url: string, { token, conversationId }: Talk): Send {
  const client = createTRPCClient<ApiRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        transformer: superjson,
        headers: { authorization: `Bearer ${token}` },
      }),
    ],
  });
  return async () => {
    const { message } = await client.chat.send.mutate({ message: QUESTION, conversationId });
    return message.text === ANSWER ? null : `chat.send answered ${message.text.slice(0, 500)}`;
  };
}
