import './dom.ts';

import { randomUUID } from 'node:crypto';
import type { MessagePart } from '@parlance/client-sdk';
import { type UseChat, useApprovalState } from '@parlance/client-sdk/react';
import type { RecordedRequest } from '@parlance/offline-model';
import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { startServer } from '../harness/start-server.ts';
import { rememberingTools } from '../harness/waiting.ts';
import { withoutPage } from './dom.ts';
import { elsewhere, eventually, gated, person, seen, serverOfFile, showChat } from './support.tsx';

const { tools, carriedOut } = rememberingTools();
const server = serverOfFile({ overrides: { tools } });
beforeEach(() => {
  carriedOut.length = 0;
});

type ToolCall = Extract<MessagePart, { type: 'tool-call' }>;

const calls = ({ messages }: UseChat): ToolCall[] =>
  messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-call'));
const decisions = (chat: UseChat) => calls(chat).map(({ approval }) => approval?.decision);
const approvalOf = (chat: UseChat) => calls(chat)[0]?.approval?.approvalId ?? '';

/** Somebody whose answer waits until a call of it is allowed. */
async function waiting(options: Parameters<typeof person>[1] = {}) {
  const someone = await person(server().url, options);
  const { chat } = showChat(someone.parlance);
  const message = `Do it ${randomUUID()}`;
  const when = ({ turns }: RecordedRequest) => turns.some(({ text }) => text === message);
  server().model.script([
    { when, text: 'Shall I? ', toolCalls: [{ name: 'guarded', arguments: { text: 'x' } }] },
    { when, text: 'So it is.' },
  ]);
  chat().send({ message });
  await eventually(() => decisions(chat())).toEqual(['pending']);
  return { ...someone, chat, conversationId: chat().conversationId ?? '' };
}

test('G1, C6: a call waits, shows as allowed at once, and its answer goes on', async () => {
  const gate = gated('chat.approve');
  const { chat } = await waiting({ fetch: gate.fetch });
  expect(chat().status).toBe('streaming');
  expect(calls(chat())[0]).toMatchObject({ tool: 'guarded', arguments: { text: 'x' }, durationMs: null });
  const answer = chat().approve(approvalOf(chat()), 'approve');
  await eventually(() => decisions(chat())).toEqual(['approved']);
  expect(carriedOut).toEqual([]);
  await gate.let();
  expect(await answer).toBeNull();
  expect(decisions(chat())).toEqual(['approved']);
  await eventually(() => seen(chat()).at(-1)).toBe('A Shall I? So it is. (done)');
  expect(carriedOut).toHaveLength(1);
  expect(calls(chat())[0]).toMatchObject({ result: { done: { text: 'x' } }, isError: false });
});

test('G1, C6: a decision that could not be sent is taken back, and can be made again', async () => {
  const gate = gated('chat.approve');
  const { chat } = await waiting({ fetch: gate.fetch });
  const failed = chat().approve(approvalOf(chat()), 'approve');
  await eventually(() => decisions(chat())).toEqual(['approved']);
  await gate.refuse();
  expect(await failed).toMatchObject({ code: 'internal' });
  await eventually(() => decisions(chat())).toEqual(['pending']);
  const denied = chat().approve(calls(chat())[0]?.toolCallId ?? '', 'deny');
  await gate.let();
  expect(await denied).toBeNull();
  await eventually(() => seen(chat()).at(-1)).toBe('A Shall I? So it is. (done)');
  expect(decisions(chat())).toEqual(['denied']);
  expect(carriedOut).toEqual([]);
});

test('G1, C6: who loads the conversation later sees it wait, and decides; the first tab follows', async () => {
  const first = await waiting();
  const { parlance } = await elsewhere(server().url, first);
  const { chat } = showChat(parlance, { conversationId: first.conversationId });
  await eventually(() => decisions(chat())).toEqual(['pending']);
  expect(await chat().approve(approvalOf(chat()), 'approve')).toBeNull();
  for (const tab of [chat, first.chat]) {
    await eventually(() => seen(tab()).at(-1)).toBe('A Shall I? So it is. (done)');
    expect(decisions(tab())).toEqual(['approved']);
  }
  expect(carriedOut).toHaveLength(1);
});

test('G1, C6: of two decisions the second is refused, and shows what was decided', async () => {
  const gate = gated('chat.approve');
  const first = await waiting({ fetch: gate.fetch });
  const late = first.chat().approve(approvalOf(first.chat()), 'approve');
  const { parlance } = await elsewhere(server().url, first);
  const { chat } = showChat(parlance, { conversationId: first.conversationId });
  await eventually(() => decisions(chat())).toEqual(['pending']);
  expect(await chat().approve(approvalOf(chat()), 'deny')).toBeNull();
  await gate.let();
  expect(await late).toMatchObject({ code: 'conflict' });
  await eventually(() => decisions(first.chat())).toEqual(['denied']);
  expect(carriedOut).toEqual([]);
});

test('G1, C6: an unknown call is not decided', async () => {
  const { chat, count } = await waiting();
  expect(await chat().approve('nothing', 'approve')).toMatchObject({ code: 'not_found' });
  expect(count('chat.approve')).toBe(0);
  chat().stop();
  await eventually(() => chat().status).toBe('ready');
});

test('G1, C6: what waits when the run is stopped has expired, live and when it is loaded', async () => {
  const { chat, parlance, conversationId } = await waiting();
  chat().stop();
  await eventually(() => seen(chat()).at(-1)).toBe('A Shall I?  (stopped)');
  expect(decisions(chat())).toEqual(['expired']);
  const later = showChat(parlance, { conversationId }).chat;
  await eventually(() => decisions(later())).toEqual(['expired']);
});

test('G1, C6: nobody decides in time: it shows as expired, and the answer goes on', async () => {
  await using hasty = await withoutPage(() =>
    startServer({ config: { approvalTimeoutMs: 1, runLeaseMs: 1_000 }, overrides: { tools } }),
  );
  const { parlance } = await person(hasty.url);
  const { chat } = showChat(parlance);
  hasty.model.script([{ toolCalls: [{ name: 'guarded', arguments: {} }] }, { text: 'Too late.' }]);
  chat().send({ message: 'Do it' });
  await eventually(() => seen(chat()).at(-1)).toBe('A Too late. (done)');
  expect(decisions(chat())).toEqual(['expired']);
});

test('G1, C6: a pending approval expires by the clock, before anybody says so', async () => {
  const approval = { approvalId: 'a', decision: 'pending' as const };
  const soon = { ...approval, expiresAt: new Date(Date.now() + 300).toISOString() };
  const state = (of: ToolCall['approval']) => renderHook(() => useApprovalState(of)).result;
  const shown = state(soon);
  expect(shown.current).toBe('pending');
  await eventually(() => shown.current).toBe('expired');
  expect(state({ ...soon, decision: 'approved' }).current).toBe('approved');
  expect(state(null).current).toBeNull();
});
