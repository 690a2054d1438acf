import type { Plan } from '../../plan.ts';
import { askFor } from '../../plan.ts';
import type { Talk } from '../job.ts';
import type { StreamDoor } from './stream-job.ts';

/** A request for a stream, and what says that the stream is complete. */
export interface StreamRequest {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Stands near the end of a stream that ended well. */
  mark: string;
}

const COMPLETED = '"status":"completed"';

/** The request that sends a talk's message by a door. */
export function streamRequest(door: StreamDoor, { token, conversationId }: Talk, plan: Plan): StreamRequest {
  const message = askFor(plan);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ message, conversation_id: conversationId });
  switch (door) {
    case 'floor':
      return { method: 'POST', path: '/api/chat/stream', headers, body, mark: '[DONE]' };
    case 'rest':
      return { method: 'POST', path: '/api/v1/chat/stream', headers, body, mark: COMPLETED };
    case 'trpc':
      // What httpBatchStreamLink sends, by hand.
      return {
        method: 'POST',
        path: '/trpc/chat.stream?batch=1',
        headers: { ...headers, 'trpc-accept': 'application/jsonl' },
        body: JSON.stringify({ 0: { json: { message, conversationId } } }),
        mark: COMPLETED,
      };
  }
}

/** The request that goes on with a run after the event of this number. */
export const resumeRequest = (runId: string, lastEventId: string, { token }: Talk): StreamRequest => ({
  method: 'GET',
  path: `/api/v1/runs/${runId}/events`,
  headers: { authorization: `Bearer ${token}`, 'last-event-id': lastEventId },
  mark: COMPLETED,
});
