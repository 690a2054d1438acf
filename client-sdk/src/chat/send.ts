import type { RunEvent } from '../contract/events.ts';
import type { OnBehalf } from './on-behalf.ts';

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

/** Sends something, always under the same id. */
export function createSend<Input extends SendInput>(
  mutate: Mutate<Input>,
  input: Input,
  { isNobody }: OnBehalf,
): Send {
  const sent = { ...input, clientMessageId: input.clientMessageId ?? randomId() };
  const send = async function* (signal: AbortSignal) {
    yield* await mutate(sent, { signal });
  };
  // Without a person or a conversation there is nothing that an id could be known in.
  const canRepeat = () => !isNobody() || input.conversationId != null;
  return Object.assign(send, { canRepeat });
}

// Not randomUUID, which browsers have on secure pages alone.
export const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
