import type { ServerResponse } from 'node:http';

/** Milliseconds between signs of life on a stream: proxies close what is silent for a minute, some for half of it. */
export const HEARTBEAT_MS = 15_000;

/** Writes a comment to every open event stream now and then. One timer serves them all. */
export class Heartbeat {
  readonly #open = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | undefined;

  add(res: ServerResponse): void {
    this.#open.add(res);
    this.#timer ??= setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  delete(res: ServerResponse): void {
    this.#open.delete(res);
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    // Who does not read is sent no more to be kept for them.
    for (const res of this.#open) if (!res.writableNeedDrain) res.write(': ping\n\n');
  }
}
