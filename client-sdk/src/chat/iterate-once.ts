/** The items of a generator, to be iterated once. */
export function iterateOnce<T>(generator: AsyncGenerator<T, void>, leave: () => void): AsyncIterable<T> {
  let isTaken = false;
  let hasLeft = false;
  const done = { done: true, value: undefined } as const;
  const iterator: AsyncIterator<T, void> = {
    next: async () =>
      generator.next().catch((error: unknown) => {
        if (hasLeft) return done;
        throw error;
      }),
    return: async () => {
      hasLeft = true;
      leave();
      await generator.return().catch(() => {});
      return done;
    },
  };
  return {
    [Symbol.asyncIterator]: () => {
      if (isTaken) throw new Error('The events of a run can be iterated once');
      isTaken = true;
      return iterator;
    },
  };
}
