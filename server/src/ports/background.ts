/** Work that goes on after a request was answered. */
export interface Background {
  /** A failure is logged under the name; nobody waits. The signal aborts when the server stops and will wait no longer. */
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void;
}
