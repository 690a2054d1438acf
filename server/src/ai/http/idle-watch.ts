const ticksPerTimeout = 8;

/** Something that waits for bytes. */
export interface Watched {
  /** False while the bytes are there and it is the reader who is slow. */
  waiting: boolean;
  idleTicks: number;
  onIdle(): void;
}

/**
 * One timer for all streams, not one each. Counts ticks, so a stall of our own event loop is not held against the
 * other side; fires between one timeout and an eighth more.
 */
export class IdleWatch {
  readonly #watched = new Set<Watched>();
  readonly #tickMs: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(timeoutMs: number) {
    this.#tickMs = Math.max(1, timeoutMs / ticksPerTimeout);
  }

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#tick(), this.#tickMs).unref();
  }

  delete(watched: Watched): void {
    this.#watched.delete(watched);
  }

  close(): void {
    this.#watched.clear();
    this.#stop();
  }

  #tick(): void {
    if (this.#watched.size === 0) this.#stop();
    for (const watched of this.#watched) {
      if (watched.waiting && ++watched.idleTicks > ticksPerTimeout) watched.onIdle();
    }
  }

  #stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
