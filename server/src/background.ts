import type { Logger } from 'pino';
import type { Background } from './ports/background.ts';

/** Runs work after its request was answered; closing waits for what is under way. */
export function createBackground(log: Logger): Background & { close(): Promise<void> } {
  const running = new Set<Promise<void>>();
  return {
    run: (name, work) => {
      const done = work()
        .catch((err: unknown) => log.warn({ err, work: name }, 'work in the background failed'))
        .finally(() => running.delete(done));
      running.add(done);
    },
    close: async () => {
      await Promise.all(running);
    },
  };
}
