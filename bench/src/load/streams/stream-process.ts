import { runLanes } from './run-lanes.ts';
import { runRamped } from './run-ramped.ts';
import { runResume } from './run-resume.ts';
import type { Said, StreamJob, StreamResult, Told } from './stream-job.ts';
import { Streams } from './streams.ts';

let drop = (): void => {};

const say = (said: Said): void => {
  process.send?.(said);
};

// The load generator of streams: takes one job at a time from its parent.
process.on('message', async (told: Told) => {
  if ('job' in told) say({ result: await runStreams(told.job) });
  else drop();
});
process.on('disconnect', () => process.exit(0));

async function runStreams(job: StreamJob): Promise<StreamResult> {
  await using streams = new Streams(job, (moment) => say({ moment }));
  drop = () => streams.dropAll();
  await run(streams, job);
  return streams.result();
}

function run(streams: Streams, job: StreamJob): Promise<void> {
  switch (job.way) {
    case 'lanes':
      return runLanes(streams, job, job.ms);
    case 'held':
      return runRamped(streams, job, job.ramp, true);
    case 'unread':
      return runRamped(streams, job, job.ramp, false);
    case 'resume':
      return runResume(streams, job, job.ramp);
  }
}
