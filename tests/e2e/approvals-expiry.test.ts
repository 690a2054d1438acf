import { beforeEach, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { textOf } from '../harness/sse.ts';
import { startServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';
import { all, finished } from './support/approvals.ts';

const { tools, carriedOut } = rememberingTools();
beforeEach(() => {
  carriedOut.length = 0;
});

test('C6: nobody decides in time: the call has expired, the model is told, and the run goes on', async () => {
  await using hasty = await startServer({
    config: { approvalTimeoutMs: 1, runLeaseMs: 1_000 },
    overrides: { tools },
  });
  const waiting = await startWaiting(hasty, { next: [{ text: 'Too late.' }] });
  const events = await all(waiting);
  expect(events.find(({ type }) => type === 'approval-decided')?.data).toMatchObject({ decision: 'expired' });
  expect(finished(events)).toMatchObject([{ is_error: true, result: 'Nobody allowed this call in time.' }]);
  expect(events.at(-1)?.data).toMatchObject({ status: 'completed' });
  expect(textOf(events)).toBe('Too late.');
  expect(carriedOut).toEqual([]);
});

test('C6: a decision that comes too late is refused, and lets the run go on', async () => {
  await using slow = await startServer({
    // Nobody looks for what has expired in the time of this test.
    config: { approvalTimeoutMs: 1, runLeaseMs: 3_600_000 },
    overrides: { tools },
  });
  const waiting = await startWaiting(slow, { next: [{ text: 'Too late.' }] });
  const { runId, approvalIds } = waiting;
  const late = await call(`${slow.url}/api/v1/runs/${runId}/approve`, {
    body: { approval_id: approvalIds[0], decision: 'approve' },
  });
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  expect((await all(waiting)).at(-1)?.data).toMatchObject({ status: 'completed' });
  expect(carriedOut).toEqual([]);
});
