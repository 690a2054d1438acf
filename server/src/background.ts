import type { Logger } from 'pino';
import type { Background } from './ports/background.ts';

/** Runs work after its request was answered. Closing waits for what is under way for a while, then aborts it. */
export function createBackground(log: Logger): Background & { close(graceMs: number): Promise<void> } {
  const running = new Set<Promise<void>>();
  const controller = new AbortController();
  return {
    run: (name, work) => {
      const done = work(controller.signal)
        .catch((err: unknown) => log.warn({ err, work: name }, 'work in the background failed'))
        .finally(() => running.delete(done));
      running.add(done);
    },
    close: async (graceMs) => {
      const timer = setTimeout(() => controller.abort(), graceMs);
      await Promise.all(running);
      clearTimeout(timer);
    },
  };
}
