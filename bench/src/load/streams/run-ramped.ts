import { setTimeout as delay } from 'node:timers/promises';
import type { OpenStream } from './open-stream.ts';
import { streamRequest } from './stream-doors.ts';
import type { Ramp, StreamJob } from './stream-job.ts';
import type { Streams } from './streams.ts';

/** Does something for each of many, so many at a time; settles when all is done. */
export async function ramped<Item>(
  items: readonly Item[],
  { count, everyMs }: Ramp,
  begin: (item: Item) => Promise<unknown>,
): Promise<void> {
  const begun: Promise<unknown>[] = [];
  for (let from = 0; from < items.length; from += count) {
    begun.push(...items.slice(from, from + count).map(begin));
    await delay(everyMs);
  }
  await Promise.all(begun);
}

/** Opens a stream for each talk and waits for them all. Those that are not read stop at their first token. */
export async function runRamped(
  streams: Streams,
  { door, talks, plan }: StreamJob,
  ramp: Ramp,
  reading: boolean,
): Promise<void> {
  const stopReading = {
    onFirst: (stream: OpenStream, ms: number) => {
      stream.pause();
      streams.noteFirst(ms);
    },
  };
  await ramped(talks, ramp, (talk) => {
    const request = streamRequest(door, talk, plan);
    return streams.open(request, reading ? {} : stopReading).ended;
  });
}
