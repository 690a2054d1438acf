/** Prints what a test counted, on one line. */
export function report(test: string, counts: Record<string, unknown>): void {
  // biome-ignore lint/suspicious/noConsole: the counts are what these tests are run for
  console.log(`${test}: ${JSON.stringify(counts)}`);
}
