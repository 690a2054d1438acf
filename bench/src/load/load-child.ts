import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Wrong answers: the figures mean nothing then. */
export class WrongAnswers extends Error {}

/** A load generator in a process of its own: it is sent messages and says something back. */
export class LoadChild implements Disposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(script: URL) {
    this.#child = fork(script, {
      execArgv: ['--conditions=@parlance/source'],
      // JSON has no NaN.
      serialization: 'advanced',
    });
    this.#ended = once(this.#child, 'exit').then((): never => {
      throw new Error('The load generator ended');
    });
    this.#ended.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  send(message: object): void {
    this.#child.send(message);
  }

  /** Shows `take` what the process says until that answers something. */
  until<Answer>(take: (said: unknown) => Answer | null): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const listen = (said: unknown): void => {
      const answer = take(said);
      if (answer !== null) resolve(answer);
    };
    this.#child.on('message', listen);
    return Promise.race([promise, this.#ended]).finally(() => this.#child.off('message', listen));
  }

  [Symbol.dispose](): void {
    this.#child.disconnect();
  }
}
