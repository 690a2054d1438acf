/** The items of a generator, to be iterated once. The first is asked for now, each further one when it is wanted. */
export function iterateOnce<T>(generator: AsyncGenerator<T, void>, leave: () => void): AsyncIterable<T> {
  let first: Promise<IteratorResult<T, void>> | null = generator.next();
  // Whoever iterates hears of it.
  first.catch(() => {});
  let isTaken = false;
  let hasLeft = false;
  const done = { done: true, value: undefined } as const;
  const iterator: AsyncIterator<T, void> = {
    next: async () => {
      const next = first ?? generator.next();
      first = null;
      return next.catch((error: unknown) => {
        if (hasLeft) return done;
        throw error;
      });
    },
    return: async () => {
      hasLeft = true;
      first = null;
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
