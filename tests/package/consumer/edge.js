// For a runtime that has web standards and nothing else: tells what a program there would see.
import { createChat, createParlanceClient, isParlanceError } from '@parlance/client-sdk';

const parlance = createParlanceClient({ url: globalThis.serverUrl });

async function all(run) {
  const events = [];
  for await (const event of run) events.push(event);
  return events;
}

async function talk() {
  await parlance.auth.signup.mutate({ email: 'edge@example.com', password: 'correct horse battery' });
  const { message, conversationId } = await parlance.chat.send.mutate({ message: 'Hello' });
  const chat = createChat(parlance);
  const run = chat.stream({ message: 'Tell me more', conversationId });
  const events = await all(run);
  const { runId, messageId } = await run.started;
  const { messages } = await parlance.conversation.history.query({ conversationId });
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  const rest = await all(chat.resume(runId, { after: 1 }));
  const refused = await parlance.chat.send.mutate({ message: ' ' }).catch((error) => error);
  const signedOut = [];
  parlance.onAuthChange((change) => signedOut.push(change));
  await parlance.signOut();
  return {
    foreign: ['process', 'Buffer', 'require', 'window', 'document', 'EventSource'].filter(
      (name) => name in globalThis,
    ),
    answer: message.text.length > 0,
    first: events[0].type,
    last: events.at(-1).type,
    sameText: messages.find(({ id }) => id === messageId).text === text,
    resumed: rest.length === events.length - 1,
    refused: isParlanceError(refused) && refused.code,
    signedOut,
  };
}

talk().then(globalThis.resolve, globalThis.reject);
