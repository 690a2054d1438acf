import { createChat, createParlanceClient, isParlanceError } from '@parlance/client-sdk';

const url = process.env['PARLANCE_URL'] ?? 'http://localhost:3000';

/** A client that acts for a program, by its API key; or for somebody new, when there is none. */
async function signIn() {
  const token = process.env['PARLANCE_API_KEY'];
  if (token !== undefined) return createParlanceClient({ url, token });
  const parlance = createParlanceClient({ url });
  const email = `script-${crypto.randomUUID()}@example.com`;
  await parlance.auth.signup.mutate({ email, password: crypto.randomUUID() });
  console.log(`Signed up as ${email}`);
  return parlance;
}

async function talk() {
  const parlance = await signIn();

  // The whole answer at once.
  const { message, conversationId } = await parlance.chat.send.mutate({ message: 'My name is Sara.' });
  console.log(`\n> ${message.text}`);

  // As it comes. This loop is left in the middle, as if the program had ended here.
  const chat = createChat(parlance);
  const run = chat.stream({ conversationId, message: 'What is my name?' });
  let after = 0;
  process.stdout.write('\n> ');
  for await (const event of run) {
    after = event.seq;
    if (event.type !== 'text-delta') continue;
    process.stdout.write(event.text);
    break;
  }

  // The answer went on without us. With its id and the number of the last event, anyone who may see it reads on.
  const { runId } = await run.started;
  for await (const event of chat.resume(runId, { after })) {
    if (event.type === 'text-delta') process.stdout.write(event.text);
    if (event.type === 'reset') process.stdout.write(`\n> ${event.text}`);
    if (event.type === 'run-finished') console.log(`\n\nThe run ${runId} is ${event.status}.`);
  }
}

try {
  await talk();
} catch (error) {
  if (!isParlanceError(error)) throw error;
  console.error(`${error.message} (${error.code})`);
  if (error.code === 'network') console.error(`Is a Parlance server running at ${url}? Set PARLANCE_URL.`);
  if (error.code === 'unauthorized') console.error('Is PARLANCE_API_KEY a key of that server?');
  process.exitCode = 1;
}
