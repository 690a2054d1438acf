import type { Job } from './job.ts';
import { runJob } from './run-job.ts';

// The load generator: takes one job at a time from its parent.
process.on('message', async (job: Job) => {
  const result = await runJob(job);
  process.send?.(result);
});
process.on('disconnect', () => process.exit(0));
