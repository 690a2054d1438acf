import { type Answer, call } from '../../harness/call.ts';
import { asSystem } from '../../harness/one-of-each.ts';
import { trpc } from '../../harness/people.ts';
import { openEvents, type SentEvent } from '../../harness/sse.ts';
import type { TestServer } from '../../harness/start-server.ts';
import type { Waiting } from '../../harness/waiting.ts';

/** A call that needs to be allowed. */
export const guardedCall = (text: string) => ({ name: 'guarded', arguments: { text } });

/** What the owner of runs does with them. The server and the token are asked for at each call: a file has them once it has begun. */
export const ownerOf = (file: () => { server: TestServer; token: string }) => {
  const runUrl = (runId: string) => `${file().server.url}/api/v1/runs/${runId}`;
  const approve = (
    runId: string,
    approvalId: unknown,
    decision: string,
    more: object = {},
  ): Promise<Answer> =>
    call(`${runUrl(runId)}/approve`, {
      body: { approval_id: approvalId, decision, ...more },
      token: file().token,
    });
  const decide = ({ runId, approvalIds }: Waiting, decision: 'approve' | 'deny', at = 0) =>
    approve(runId, approvalIds[at], decision);
  const watch = (runId: string, after = 0) =>
    openEvents(`${runUrl(runId)}/events`, {
      token: file().token,
      headers: { 'last-event-id': String(after) },
    });
  const history = async (conversationId: string) => {
    const { server, token } = file();
    return (await trpc(server, token).conversation.history.query({ conversationId })).messages;
  };
  return { approve, decide, watch, history };
};

/** What the finished calls among events say. */
export const finished = (events: readonly SentEvent[]) =>
  events.filter(({ type }) => type === 'tool-call-finished').map(({ data }) => data);

/** Every event of a run that waited, to its end. */
export const all = async ({ seen, open }: Waiting): Promise<SentEvent[]> => [...seen, ...(await open.all())];

/** What is kept of a run's tool calls and approvals. */
export const kept = (server: TestServer, runId: string) =>
  asSystem(server, async (tx) => ({
    calls: await tx.$queryRaw`SELECT tool, arguments, result, status, duration_ms IS NOT NULL AS timed
      FROM tool_calls WHERE run_id = ${runId}::uuid ORDER BY arguments ->> 'text'`,
    approvals: await tx.$queryRaw`SELECT tool, arguments, decision, decided_by FROM approvals
      WHERE run_id = ${runId}::uuid ORDER BY id`,
  }));
