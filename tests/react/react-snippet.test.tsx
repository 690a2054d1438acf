import './dom.ts';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ParlanceChat } from '../../examples/react-snippet/chat.tsx';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { withoutPage } from './dom.ts';
import { eventually } from './support.tsx';

let server: TestServer;
beforeAll(async () => {
  server = await withoutPage(() => startServer());
});
afterAll(() => server.close());
afterEach(cleanup);

const shown = () =>
  within(screen.getByRole('list', { name: 'Messages' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

const say = (text: string) => {
  fireEvent.change(screen.getByRole('textbox', { name: 'Message' }), { target: { value: text } });
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
};

test('G1: the React snippet shows what is said, answers as they come, and can stop them', async () => {
  render(<ParlanceChat url={server.url} />);
  server.model.script({ purpose: 'answer', text: 'Hello, Sara.' });
  say('My name is Sara.');
  await eventually(shown).toEqual(['YouMy name is Sara.', 'AssistantHello, Sara.']);
  await screen.findByRole('button', { name: 'Send' });
  const gate = Promise.withResolvers<void>();
  server.model.script({ purpose: 'answer', text: ['Once ', 'upon a time'], hold: gate.promise });
  say('Tell me a story.');
  await eventually(() => shown().at(-1)).toContain('Once');
  fireEvent.click(await screen.findByRole('button', { name: 'Stop' }));
  await screen.findByRole('button', { name: 'Send' });
  gate.resolve();
  expect(shown()).toHaveLength(4);
});
