import type { Caller } from '../caller.ts';
import type { RunEvent } from '../contract/events.ts';
import { ParlanceError } from '../errors.ts';

/** What starts a run, and can be sent again without starting another. */
export interface Send {
  (signal: AbortSignal): AsyncIterable<RunEvent>;
  /** Would the server know it again? */
  canRepeat(): boolean;
}

/** What every message has that starts a run. */
export interface SendInput {
  clientMessageId?: string | null | undefined;
  conversationId?: string | null | undefined;
}

/** Calls a procedure that starts a run. */
export type Mutate<Input> = (
  input: Input,
  options: { signal: AbortSignal },
) => Promise<AsyncIterable<RunEvent>>;

/** Sends something, always under the same id and for the same person. */
export function createSend<Input extends SendInput>(
  mutate: Mutate<Input>,
  input: Input,
  caller: Caller,
): Send {
  const sent = { ...input, clientMessageId: input.clientMessageId ?? randomId() };
  let first: { caller: string | null } | null = null;
  const send = async function* (signal: AbortSignal) {
    const now = await caller();
    first ??= { caller: now };
    if (first.caller !== now) {
      throw new ParlanceError('The user signed out while the message was waiting', { code: 'unauthorized' });
    }
    yield* await mutate(sent, { signal });
  };
  // Without a person or a conversation there is nothing that an id could be known in.
  const canRepeat = () => first === null || first.caller !== null || input.conversationId != null;
  return Object.assign(send, { canRepeat });
}

// Not randomUUID, which browsers have on secure pages alone.
const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
