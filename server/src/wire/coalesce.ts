import type { ServerResponse } from 'node:http';

type Send<Result> = (...args: unknown[]) => Result;

/** Has what is written to an answer in one turn of the event loop travel as one packet: a packet costs more than all else that a token does. */
export function coalesceWrites(res: ServerResponse): void {
  const write = res.write.bind(res) as Send<boolean>;
  const end = res.end.bind(res) as Send<ServerResponse>;
  let held: NodeJS.Immediate | null = null;
  const release = (): void => {
    if (held === null) return;
    clearImmediate(held);
    held = null;
    res.uncork();
  };
  const hold = (): void => {
    if (held !== null) return;
    res.cork();
    held = setImmediate(release);
  };
  hold();
  res.write = (...args: unknown[]): boolean => {
    hold();
    return write(...args);
  };
  // Node sends the end before what is held.
  res.end = (...args: unknown[]): ServerResponse => {
    release();
    return end(...args);
  };
}
