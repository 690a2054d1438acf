// The packed package against a real server: prints what a program would see.
import { argv, stdout } from 'node:process';
import { createParlanceClient, isParlanceError } from '@parlance/client-sdk';
import { messageSchema } from '@parlance/client-sdk/contract';

const parlance = createParlanceClient({ url: argv[2] });
const { status } = await parlance.health.query();
const { user } = await parlance.auth.signup.mutate({
  email: 'packed@example.com',
  password: 'correct horse battery',
});
const { message, conversationId } = await parlance.chat.send.mutate({ message: 'Hello' });
const [history, me, refused] = await Promise.all([
  parlance.conversation.history.query({ conversationId }),
  parlance.auth.me.query(),
  parlance.conversation.rename.mutate({ conversationId, title: '' }).catch((error) => error),
]);
await parlance.signOut();
const signedOut = await parlance.auth.me.query().catch((error) => error);

stdout.write(
  JSON.stringify({
    status,
    sameUser: me.user.id === user.id,
    answer: messageSchema.parse(message).text.length > 0,
    roles: history.messages.map(({ role }) => role),
    refused: isParlanceError(refused) && [refused.code, refused.details.issues?.[0]?.path],
    signedOut: signedOut.code,
  }),
);
