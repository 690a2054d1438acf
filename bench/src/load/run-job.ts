import { Pool } from 'undici';
import { type Send, sender } from './doors.ts';
import type { Job, JobResult, Talk } from './job.ts';

/** Sends what a job says, each lane waiting for its answer before it sends again. */
export async function runJob(job: Job): Promise<JobResult> {
  const pool = new Pool(job.url, { connections: job.lanes.length, pipelining: 1 });
  const senders = new Map<Talk, Send>();
  for (const talk of job.lanes.flat()) senders.set(talk, sender(pool, job, talk));
  const result: JobResult = { turns: 0, seconds: 0, failures: 0, firstFailure: null, latencies: [] };
  const started = performance.now();
  const deadline = started + job.limit.ms;
  await Promise.all(
    job.lanes.map(async (talks) => {
      const sends = talks.map((talk) => senders.get(talk)).filter((send) => send !== undefined);
      for (let turn = 0; turn < job.limit.turnsPerLane && performance.now() < deadline; turn += 1) {
        const send = sends[turn % sends.length];
        if (send) await sendOne(send, result);
      }
    }),
  );
  result.seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return result;
}

async function sendOne(send: Send, result: JobResult): Promise<void> {
  const started = performance.now();
  const problem = await send().catch((error: unknown) => String(error));
  result.turns += 1;
  result.latencies.push(performance.now() - started);
  if (problem === null) return;
  result.failures += 1;
  result.firstFailure ??= problem;
}
