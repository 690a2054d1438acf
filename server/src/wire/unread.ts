import type { RequestHandler } from 'express';

/** How long an answer may stand still that its caller does not read, in milliseconds. */
const UNREAD_MS = 60_000;

/** Gives up an answer of which nothing is taken for a while: what waits of it would be held for as long as its caller likes. */
export const giveUpUnread =
  (ms = UNREAD_MS): RequestHandler =>
  (_req, res, next) => {
    // Time is counted while nothing is written either, such as while an answer is thought of: then nothing waits.
    res.setTimeout(ms, () => {
      if (res.writableLength > 0) res.destroy();
    });
    next();
  };
