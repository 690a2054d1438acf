import { setTimeout as delay } from 'node:timers/promises';
import type { Talk } from '../job.ts';
import type { OpenStream } from './open-stream.ts';
import { ramped } from './run-ramped.ts';
import { resumeRequest, streamRequest } from './stream-doors.ts';
import type { Ramp, StreamJob } from './stream-job.ts';
import type { Streams } from './streams.ts';

// Long enough for tokens to be missed, so that the server has something to answer with.
const AWAY_TOKENS = 3;
const DROP_AFTER_TOKENS = 5;

/** Drops each stream in the middle of its answer and goes on with it by a new connection, to its end. */
export async function runResume(streams: Streams, job: StreamJob, ramp: Ramp): Promise<void> {
  await ramped(job.talks, ramp, async (talk) => {
    const seen = await readAndDrop(streams, job, talk);
    if (seen === null) return;
    await delay(AWAY_TOKENS * job.plan.everyMs);
    const request = resumeRequest(seen.runId, seen.lastEventId, talk);
    await streams.open(request, { from: seen.tokens }).ended;
  });
}

interface Seen {
  runId: string;
  lastEventId: string;
  tokens: number;
}

/** Reads some tokens of a new stream. Answers what was seen in whole events; null when the stream failed. */
async function readAndDrop(streams: Streams, { door, plan }: StreamJob, talk: Talk): Promise<Seen | null> {
  let text = '';
  let tokens = 0;
  const stream: OpenStream = streams.open(streamRequest(door, talk, plan), {
    onFirst: () => {},
    onToken: () => {
      tokens += 1;
      if (tokens === DROP_AFTER_TOKENS) stream.drop(null);
    },
    onText: (more) => {
      text += more;
    },
  });
  const problem = await stream.ended;
  return problem === null ? seenIn(text.slice(0, text.lastIndexOf('\n\n') + 1)) : null;
}

function seenIn(events: string): Seen {
  return {
    runId: /"run_id":"([^"]+)"/.exec(events)?.[1] ?? '',
    lastEventId: [...events.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '',
    tokens: events.split('@').length - 1,
  };
}
