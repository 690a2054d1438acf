import './dom.ts';
import { createParlanceClient, type ParlanceClient } from '@parlance/client-sdk';
import { ParlanceProvider } from '@parlance/client-sdk/react';
import { cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, onTestFinished } from 'vitest';
import type { TestServer } from '../harness/start-server.ts';

/** Shows what a hook answers, below a provider. */
export function show<Answer>(client: ParlanceClient, hook: () => Answer) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ParlanceProvider client={client}>{children}</ParlanceProvider>
  );
  onTestFinished(cleanup);
  return renderHook(hook, { wrapper });
}

export const newClient = (server: TestServer): ParlanceClient => createParlanceClient({ url: server.url });

/** Waits until what is read is as expected. */
export const eventually = <T,>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 10 });
