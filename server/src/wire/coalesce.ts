import type { ServerResponse } from 'node:http';

/**
 * Has what is written to an answer in one turn of the event loop travel as one packet: a packet costs more than all else that a token
 * does. It is the socket that is held: a response that is held sends the pieces of a chunk one by one.
 */
export function coalesceWrites(res: ServerResponse): void {
  const write = res.write.bind(res) as (...args: unknown[]) => boolean;
  let isHeld = false;
  const hold = (): void => {
    const { socket } = res;
    if (isHeld || !socket) return;
    isHeld = true;
    socket.cork();
    setImmediate(() => {
      isHeld = false;
      socket.uncork();
    });
  };
  hold();
  res.write = (...args: unknown[]): boolean => {
    hold();
    return write(...args);
  };
}
