import type { Fetch, ParlanceClient, TokenStorage } from '@parlance/client-sdk';
import { ParlanceProvider, type UseChat, useChat } from '@parlance/client-sdk/react';
import type { QueryClient } from '@tanstack/react-query';
import { cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { newcomer, type WatchedClient, watchedClient } from '../client-sdk/watched-client.ts';
import { startServer, type TestServer, type TestServerOptions } from '../harness/start-server.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { withoutPage } from './dom.ts';

afterEach(cleanup);

/** The server of a test file. */
export function serverOfFile(options?: TestServerOptions): () => TestServer {
  let server: TestServer;
  beforeAll(async () => {
    server = await withoutPage(() => startServer(options));
  });
  afterAll(() => server.close());
  return () => server;
}

/** Shows what a hook answers, below a provider. */
export const show = <Answer,>(client: ParlanceClient, hook: () => Answer, queryClient?: QueryClient) =>
  renderHook(() => hook(), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <ParlanceProvider client={client} queryClient={queryClient}>
        {children}
      </ParlanceProvider>
    ),
  });

/** Shows a chat. */
export const showChat = (client: ParlanceClient, options: Parameters<typeof useChat>[0] = {}) => {
  const { result, ...view } = show(client, () => useChat(options));
  return { ...view, chat: () => result.current };
};

/** Somebody who is signed in, with what they send written down. */
export async function person(
  url: string,
  options: { tokens?: TokenStorage; fetch?: Fetch } = {},
): Promise<WatchedClient & { email: string; password: string }> {
  const client = watchedClient(url, options);
  const credentials = newcomer();
  await client.parlance.auth.signup.mutate(credentials);
  return { ...client, ...credentials };
}

/** Somebody's other device. */
export async function elsewhere(url: string, { email, password }: { email: string; password: string }) {
  const client = watchedClient(url);
  await client.parlance.auth.login.mutate({ email, password });
  return client;
}

/** A way to the server that can be cut. */
export async function proxyTo(server: TestServer) {
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  onTestFinished(() => proxy.shut().catch(() => {}));
  return { ...proxy, url: `http://127.0.0.1:${proxy.port}` };
}

/** An answer whose end waits for the test. Answers what lets it go. */
export function heldAnswer(server: TestServer, text: string[]): () => void {
  const gate = Promise.withResolvers<void>();
  onTestFinished(() => gate.resolve());
  server.model.script({ purpose: 'answer', text, hold: gate.promise });
  return gate.resolve;
}

/** Does a request, which may be of several calls, call a procedure? */
const calls = (url: string, path: string): boolean =>
  new URL(url).pathname.split('/').at(-1)?.split(',').includes(path) === true;

/** A fetch whose calls of one procedure the test answers: each waits until it is let through, or refused. */
export function gated(path: string) {
  const waiting: { let(): void; refuse(): void }[] = [];
  const send: Fetch = async (url, init) => {
    if (!calls(url, path)) return fetch(url, init);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting.push({ let: () => resolve(true), refuse: () => resolve(false) });
    return (await promise) ? fetch(url, init) : refusal(503, 'internal');
  };
  const next = async () => {
    await eventually(() => waiting.length).toBeGreaterThan(0);
    return waiting.shift() ?? { let: () => {}, refuse: () => {} };
  };
  return { fetch: send, let: async () => (await next()).let(), refuse: async () => (await next()).refuse() };
}

/** A fetch that keeps what the server answers to a procedure, the first time or the one that is said, until the test lets it go. */
export function lateAnswer(path: string, which = 1) {
  const [answered, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  onTestFinished(() => gone.resolve());
  let asked = 0;
  const send: Fetch = async (url, init) => {
    const isKept = calls(url, path) && ++asked === which;
    const response = await fetch(url, init);
    if (!isKept) return response;
    answered.resolve();
    await gone.promise;
    return response;
  };
  return { fetch: send, answered: answered.promise, letGo: gone.resolve };
}

/** What a server answers in place of anything else. */
export function refusal(httpStatus: number, appCode: string): Response {
  const data = { code: 'X', httpStatus, appCode, requestId: 'r' };
  return Response.json({ error: { json: { message: 'No', code: -32603, data } } }, { status: httpStatus });
}

/** Waits until what is read is as expected. */
export const eventually = <T,>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 5 });

/** What a reader sees of a chat. */
export const seen = ({ messages }: UseChat): string[] =>
  messages.map(({ role, text, status }) => `${role === 'user' ? 'Q' : 'A'} ${text} (${status})`);
