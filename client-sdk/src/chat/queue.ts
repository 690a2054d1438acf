/** Turns callbacks into something to iterate. */
export interface Queue<T> extends AsyncIterable<T> {
  push(item: T): void;
  /** Ends the queue, with an error or without, after what is in it. Only the first end counts. */
  end(error?: unknown): void;
}

/** An empty queue. */
export function createQueue<T>(): Queue<T> {
  const items: T[] = [];
  let ending: { error: unknown } | null = null;
  let wake = () => {};
  return {
    push: (item) => {
      if (ending !== null) return;
      items.push(item);
      wake();
    },
    end: (error) => {
      ending ??= { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        yield* items.splice(0);
        if (items.length > 0) continue;
        if (ending !== null) {
          if (ending.error !== undefined) throw ending.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
