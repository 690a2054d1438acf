import './dom.ts';

import {
  ParlanceProvider,
  useAuth,
  useChat,
  useConversations,
  useParlance,
} from '@parlance/client-sdk/react';
import { cleanup } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test } from 'vitest';
import { page, withoutPage } from './dom.ts';
import { eventually, person, seen, serverOfFile, showChat } from './support.tsx';

const server = serverOfFile();

function Page({ conversationId }: { conversationId: string | null }) {
  const auth = useAuth();
  const chat = useChat({ conversationId });
  const list = useConversations();
  return (
    <p>
      {auth.status} {chat.status} {chat.connection} {list.status} {seen(chat).join()}
    </p>
  );
}

test('G1: a server renders what is not known yet, and asks nothing; a browser goes on from there', async () => {
  const someone = await person(server().url);
  const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'Hello' });
  const asked = someone.sent.length;
  const tree = (
    <ParlanceProvider client={someone.parlance}>
      <Page conversationId={conversationId} />
    </ParlanceProvider>
  );
  const html = await withoutPage(async () => renderToString(tree));
  expect(html.replaceAll('<!-- -->', '')).toBe('<p>loading loading online pending </p>');
  expect(someone.sent).toHaveLength(asked);
  const container = document.createElement('div');
  container.innerHTML = html;
  const complaints: unknown[] = [];
  const root = hydrateRoot(container, tree, { onRecoverableError: (error) => complaints.push(error) });
  await eventually(() => container.textContent).toMatch(/^signed-in ready online success Q Hello/);
  expect(complaints).toEqual([]);
  root.unmount();
});

test('G1: a browser that loses its network says so, and when it is back', async () => {
  const { parlance } = await person(server().url);
  const { chat } = showChat(parlance);
  const network = (onLine: boolean) => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: onLine });
    page.dispatchEvent(new page.Event(onLine ? 'online' : 'offline'));
  };
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'onLine'));
  expect(chat().connection).toBe('online');
  network(false);
  await eventually(() => chat().connection).toBe('offline');
  network(true);
  await eventually(() => chat().connection).toBe('online');
});

test('G1: what is shown no more listens to nothing', async () => {
  const listening = new Map<string, number>();
  const count = (type: string, by: number) => listening.set(type, (listening.get(type) ?? 0) + by);
  const { addEventListener, removeEventListener } = page;
  page.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count(args[0], 1);
    addEventListener.apply(page, args);
  };
  page.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count(args[0], -1);
    removeEventListener.apply(page, args);
  };
  const Channel = globalThis.BroadcastChannel;
  globalThis.BroadcastChannel = class extends Channel {
    constructor(name: string) {
      super(name);
      count('channel', 1);
    }
    override close() {
      count('channel', -1);
      super.close();
    }
  };
  onTestFinished(() => {
    globalThis.BroadcastChannel = Channel;
    Object.assign(page, { addEventListener, removeEventListener });
  });
  const someone = await person(server().url);
  const { chat } = showChat(someone.parlance);
  chat().send({ message: 'Hello' });
  await eventually(() => chat().messages[1]?.status).toBe('done');
  await eventually(() => chat().status).toBe('ready');
  expect([listening.get('channel'), listening.get('online'), listening.get('offline')]).toEqual([1, 2, 2]);
  cleanup();
  expect([...listening.values()].filter((open) => open !== 0)).toEqual([]);
});

test('G1: a hook without a provider says what is missing', () => {
  const Lost = () => <>{String(useParlance())}</>;
  expect(() => renderToString(<Lost />)).toThrow('<ParlanceProvider>');
});
