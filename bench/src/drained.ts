import type { ServerResponse } from 'node:http';

/** Settles when there is room again, or nobody to make it. */
export const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
