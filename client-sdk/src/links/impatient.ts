import type { Fetch } from './fetch.ts';

/** What a stream may be silent for: a server says at least every 15 seconds that it is there. */
export const MAX_SILENCE_MS = 45_000;
/** What a refresh may be silent for: a server takes its repetition for one during the 30 seconds after the first. */
export const MAX_WAIT_MS = 10_000;

/** A fetch that fails when nothing comes for a while: a connection whose other end vanished does not say so. */
export const impatient =
  (send: Fetch, silenceMs: number): Fetch =>
  async (url, init) => {
    const silent = new AbortController();
    const timed = async <T>(work: Promise<T>): Promise<T> => {
      const giveUp = () => silent.abort(new Error(`Nothing came for ${silenceMs / 1000} seconds`));
      const timer = setTimeout(giveUp, silenceMs);
      return work.finally(() => clearTimeout(timer));
    };
    const signal = init?.signal ? AbortSignal.any([init.signal, silent.signal]) : silent.signal;
    const response = await timed(send(url, { ...init, signal }));
    if (response.body === null) return response;
    return new Response(readEach(response.body, timed), response);
  };

/** A body whose every piece is waited for in a certain way, and only when it is asked for. */
function readEach(
  body: ReadableStream<Uint8Array>,
  wait: <T>(work: Promise<T>) => Promise<T>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await wait(reader.read()).catch(cutOff);
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The error of a body that broke off, by whatever name it came: an EventSource takes every AbortError for one of its own. */
function cutOff(cause: unknown): never {
  throw new Error(cause instanceof Error ? cause.message : String(cause), { cause });
}
