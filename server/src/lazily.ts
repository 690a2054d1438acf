/** What is made with its first use, and closed if it was. Making it that failed is tried again with the next use. */
export function lazily<Made extends { close(): Promise<void> }>(
  make: () => Promise<Made>,
): { get(): Promise<Made>; close(): Promise<void> } {
  let made: Promise<Made> | null = null;
  return {
    get: () => {
      made ??= make().catch((error: unknown) => {
        made = null;
        throw error;
      });
      return made;
    },
    close: async () => (await made?.catch(() => null))?.close(),
  };
}
