import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createParlanceClient } from '@parlance/client-sdk';
import { ParlanceProvider, useChat, useConversations } from '@parlance/client-sdk/react';
import { QueryClient } from '@tanstack/react-query';
import type { FC } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const MB = 2 ** 20;

/** What a process that renders a page a hundred times, each time of something else, keeps of it, in bytes. */
function keptOf(Page: FC<{ name: string }>, ownCache: boolean): number {
  const client = createParlanceClient({ url: 'http://localhost:9' });
  const renderAll = (times: number) => {
    for (let time = 0; time < times; time++) {
      const name = Buffer.alloc(MB / 4, `${time} `).toString('latin1');
      const queryClient = ownCache ? new QueryClient() : undefined;
      renderToString(
        <ParlanceProvider client={client} queryClient={queryClient}>
          <Page name={name} />
        </ParlanceProvider>,
      );
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = renderAll(1);
  return renderAll(100) - before;
}

test('G1: a server that renders keeps nothing of what it asked a cache for', () => {
  const Page: FC<{ name: string }> = ({ name }) => useConversations({ search: name }).status;
  expect(keptOf(Page, false)).toBeLessThan(10 * MB);
});

test('G1: a server that renders keeps no conversation', () => {
  const Page: FC<{ name: string }> = ({ name }) => useChat({ conversationId: name }).status;
  expect(keptOf(Page, true)).toBeLessThan(10 * MB);
});
