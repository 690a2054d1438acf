import {
  type ApiInputs,
  type ApiOutputs,
  type ClientErrorCode,
  createParlanceClient,
  type ErrorCode,
  isParlanceError,
  type Message,
  memoryTokens,
  type ParlanceError,
  type User,
} from '@parlance/client-sdk';
import { type contract, errorCodes, messageSchema } from '@parlance/client-sdk/contract';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(is: Same<A, B>): boolean => is;

const parlance = createParlanceClient({ url: 'http://localhost:3000', tokens: memoryTokens() });

export async function answers(): Promise<void> {
  const health = await parlance.health.query();
  same<typeof health.status, 'healthy' | 'unhealthy'>(true);
  const session = await parlance.auth.login.mutate({ email: 'ada@example.com', password: 'secret' });
  same<typeof session.user, User>(true);
  same<typeof session.user.createdAt, Date>(true);
  const sent = await parlance.chat.send.mutate({ message: 'Hello', selectedText: null });
  same<typeof sent.message, Message>(true);
  const page = await parlance.conversation.list.query({});
  same<typeof page.nextCursor, string | null>(true);
  same<typeof page, ApiOutputs['conversation']['list']>(true);
  const history = await parlance.conversation.history.query(
    { conversationId: sent.conversationId, direction: 'newer' },
    { signal: AbortSignal.timeout(1000) },
  );
  same<(typeof history.messages)[number]['role'], 'user' | 'assistant'>(true);
  same<ApiInputs['auth']['me'], void>(true);
  same<Awaited<ReturnType<typeof parlance.accessToken>>, string | null>(true);
}

export function failures(error: unknown): number | null {
  if (!isParlanceError(error)) return null;
  same<typeof error, ParlanceError>(true);
  same<typeof error.code, ClientErrorCode>(true);
  same<Exclude<ClientErrorCode, ErrorCode>, 'network' | 'aborted'>(true);
  if (error.code === 'network') return error.cause instanceof TypeError ? 0 : 1;
  return error.details.retryAfterSeconds ?? error.httpStatus;
}

same<keyof typeof contract.conversation, keyof typeof parlance.conversation>(true);
export const known: readonly ErrorCode[] = errorCodes;
export const parse = (value: unknown): Message => messageSchema.parse(value);
