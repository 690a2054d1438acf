import type { RequestLog } from '../script/request-log.ts';
import type { ScenarioQueue } from '../script/scenario-queue.ts';
import type { FixedReply } from './fixed-reply.ts';

/** What the handlers of one server share. */
export interface ServerState {
  queue: ScenarioQueue;
  log: RequestLog;
  strict: boolean;
  paceMs: number;
  maxBodyBytes: number;
  fixedReply: FixedReply | undefined;
}
