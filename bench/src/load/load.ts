import type { Job, JobResult } from './job.ts';
import { LoadChild, WrongAnswers } from './load-child.ts';

/** The load generator of turns. */
export class Load implements Disposable {
  readonly #child = new LoadChild(new URL('load-process.ts', import.meta.url));

  get pid(): number {
    return this.#child.pid;
  }

  /** Runs one job. Throws WrongAnswers when a turn was not answered as it should be. */
  async run(job: Job): Promise<JobResult> {
    this.#child.send(job);
    const result = await this.#child.until((said) => said as JobResult);
    if (result.failures > 0) {
      throw new WrongAnswers(
        `${result.failures} of ${result.turns} turns failed. First: ${result.firstFailure}`,
      );
    }
    return result;
  }

  [Symbol.dispose](): void {
    this.#child[Symbol.dispose]();
  }
}
