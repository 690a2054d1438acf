import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './job.ts';

/** Wrong answers: the figures mean nothing then. */
export class WrongAnswers extends Error {}

const script = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** The load generator, in a process of its own. */
export class Load implements Disposable {
  readonly #child: ChildProcess = fork(script, { execArgv: ['--conditions=@parlance/source'] });

  readonly #ended = once(this.#child, 'exit').then((): never => {
    throw new Error('The load generator ended');
  });

  constructor() {
    this.#ended.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Runs one job. Throws WrongAnswers when a turn was not answered as it should be. */
  async run(job: Job): Promise<JobResult> {
    this.#child.send(job);
    const answered = once(this.#child, 'message').then(([result]) => result as JobResult);
    const result = await Promise.race([answered, this.#ended]);
    if (result.failures > 0) {
      throw new WrongAnswers(
        `${result.failures} of ${result.turns} turns failed. First: ${result.firstFailure}`,
      );
    }
    return result;
  }

  [Symbol.dispose](): void {
    this.#child.disconnect();
  }
}
