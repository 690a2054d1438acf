import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '../../clock.ts';
import { streamRequest } from './stream-doors.ts';
import type { StreamJob } from './stream-job.ts';
import type { Streams } from './streams.ts';

/** Asks for one stream after another in each lane. The lanes begin one by one, so that streams begin at all times.
 * A lane whose stream failed ends. */
export async function runLanes(streams: Streams, job: StreamJob, ms: number): Promise<void> {
  const { talks, plan, door } = job;
  const deadline = clock() + ms;
  const apartMs = (plan.tokens * plan.everyMs) / talks.length;
  await Promise.all(
    talks.map(async (talk, lane) => {
      const request = streamRequest(door, talk, plan);
      await delay(lane * apartMs);
      for (let right = true; right; ) {
        right = (await streams.open(request).ended) === null && clock() < deadline;
      }
    }),
  );
}
