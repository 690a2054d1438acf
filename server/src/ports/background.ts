/** Work that goes on after a request was answered. */
export interface Background {
  /** A failure is logged under the name; nobody waits. */
  run(name: string, work: () => Promise<void>): void;
}
