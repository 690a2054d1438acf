import type { ServerResponse } from 'node:http';
import { type RunEvent, runEventSchema } from '@parlance/client-sdk/contract';
import type { Logger } from 'pino';
import { toAppError } from '../domain/errors.ts';
import type { Incoming } from './call.ts';
import { coalesceWrites } from './coalesce.ts';
import { errorBody } from './error-map.ts';
import type { Heartbeat } from './heartbeat.ts';
import { logError } from './log-error.ts';
import { caseCodec } from './rest/case.ts';

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'X-Accel-Buffering': 'no',
};

const { encode } = caseCodec(runEventSchema);

/** Answers with events as they come and ends when they do. Asks for the next ones when the caller has taken the last. */
export async function sendEvents(
  { req, res, requestId, signal }: Incoming,
  batches: AsyncIterable<readonly RunEvent[]>,
  heartbeat: Heartbeat,
  log: Logger,
): Promise<void> {
  coalesceWrites(res);
  res.writeHead(200, HEADERS).flushHeaders();
  heartbeat.add(res);
  try {
    for await (const batch of batches) {
      const hasRoom = res.write(batch.map(frame).join(''));
      if (req.method === 'HEAD') break;
      if (!hasRoom && !signal.aborted) await drained(res);
    }
  } catch (thrown) {
    const error = toAppError(thrown);
    logError(log, error, { requestId });
    res.write(`event: error\ndata: ${JSON.stringify(errorBody(error, requestId))}\n\n`);
  } finally {
    heartbeat.delete(res);
    res.end();
  }
}

const frame = (event: RunEvent): string =>
  `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(encode(event))}\n\n`;

/** Settles when there is room again, or nobody to make it. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });
}
