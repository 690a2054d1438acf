import { LoadChild, WrongAnswers } from '../load-child.ts';
import type { Moment, Said, StreamJob, StreamResult, Told } from './stream-job.ts';

/** The load generator of streams. */
export class StreamLoad implements Disposable {
  readonly #child = new LoadChild(new URL('stream-process.ts', import.meta.url));

  get pid(): number {
    return this.#child.pid;
  }

  /** Runs one job, whatever comes of it. */
  run(job: StreamJob, onMoment: (moment: Moment) => void = () => {}): Promise<StreamResult> {
    this.#tell({ job });
    return this.#child.until((message) => {
      const said = message as Said;
      if ('result' in said) return said.result;
      onMoment(said.moment);
      return null;
    });
  }

  /** Runs one job. Throws WrongAnswers when a stream was not as it should be. */
  async runRight(job: StreamJob, onMoment?: (moment: Moment) => void): Promise<StreamResult> {
    const result = await this.run(job, onMoment);
    const { failures, streams, firstFailure } = result;
    if (failures === 0) return result;
    throw new WrongAnswers(`${failures} of ${streams} ${job.door} streams failed. First: ${firstFailure}`);
  }

  /** Has it drop the streams that it does not read. */
  drop(): void {
    this.#tell({ drop: true });
  }

  #tell(told: Told): void {
    this.#child.send(told);
  }

  [Symbol.dispose](): void {
    this.#child[Symbol.dispose]();
  }
}
