import { createParlanceClient, memoryTokens, type ParlanceClient } from '@parlance/client-sdk';

// Each line below must not compile.
export async function mistakes(parlance: ParlanceClient): Promise<[string, string]> {
  // @ts-expect-error a message is a text
  await parlance.chat.send.mutate({ message: 1 });
  // @ts-expect-error a message is needed
  await parlance.chat.send.mutate({});
  // @ts-expect-error no such field
  await parlance.chat.send.mutate({ message: 'Hello', temperature: 2 });
  // @ts-expect-error a mutation is no query
  await parlance.chat.send.query({ message: 'Hello' });
  // @ts-expect-error no such procedure
  await parlance.chat.shout.mutate({ message: 'Hello' });
  // @ts-expect-error no such noun
  await parlance.weather.today.query();
  // @ts-expect-error no such direction
  await parlance.conversation.history.query({ conversationId: 'x', direction: 'sideways' });
  // @ts-expect-error a query without input takes none
  await parlance.health.query({ deep: true });
  const { conversations } = await parlance.conversation.list.query({});
  // @ts-expect-error a page is a list
  conversations.title;
  const { message } = await parlance.chat.send.mutate({ message: 'Hello' });
  // @ts-expect-error an answer has no such field
  message.prisma;
  // @ts-expect-error a date is no text
  const text: string = message.createdAt;
  // @ts-expect-error null is a title too
  const title: string = conversations[0].title;
  return [text, title];
}

// @ts-expect-error an address is needed
createParlanceClient({});
// @ts-expect-error a fixed token is kept nowhere
createParlanceClient({ url: '/', token: 'key', tokens: memoryTokens() });
// @ts-expect-error a storage gets and sets
createParlanceClient({ url: '/', tokens: { get: () => null } });
