import './dom.ts';

import {
  useBot,
  useBotDescription,
  useBots,
  useBotVersions,
  useChat,
  useCreateBot,
  useDeleteBot,
  useExportBot,
  useImportBot,
  useUpdateBot,
} from '@parlance/client-sdk/react';
import { expect, test } from 'vitest';
import { elsewhere, eventually, person, serverOfFile, show } from './support.tsx';

const server = serverOfFile();

const useAll = (botId: string | null = null) => ({
  list: useBots({ whose: 'own' }),
  one: useBot(botId),
  description: useBotDescription(botId),
  versions: useBotVersions(botId),
  create: useCreateBot(),
  update: useUpdateBot(),
  remove: useDeleteBot(),
  export: useExportBot(),
  import: useImportBot(),
});
const config = { instructions: 'Teach.', greeting: 'Hello, learner' };
const names = ({ list }: { list: ReturnType<typeof useBots> }) => list.bots.map(({ name }) => name);

/** Somebody with a bot, and all the hooks about it. */
async function withBot() {
  const someone = await person(server().url);
  const bot = await someone.parlance.bot.create.mutate({ name: 'Tutor', config });
  const { result } = show(someone.parlance, () => useAll(bot.id));
  const hooks = () => result.current;
  await eventually(() => [names(hooks()), hooks().one.data?.config.instructions]).toEqual([
    ['Tutor'],
    'Teach.',
  ]);
  return { ...someone, bot, hooks };
}

test('G1, C2: a bot is made and changed, and all that shows it follows, in other tabs too', async () => {
  const someone = await withBot();
  const { hooks, bot } = someone;
  const { parlance } = await elsewhere(server().url, someone);
  const there = show(parlance, () => useAll(bot.id)).result;
  await eventually(() => names(there.current)).toEqual(['Tutor']);
  hooks().update.mutate({ botId: bot.id, name: 'Coach', expectedVersion: 1 });
  for (const tab of [hooks, () => there.current]) {
    await eventually(() => tab().one.data?.name).toBe('Coach');
    await eventually(() => names(tab())).toEqual(['Coach']);
    await eventually(() => tab().description.data?.name).toBe('Coach');
    await eventually(() => tab().versions.versions.map(({ version }) => version)).toEqual([2, 1]);
  }
  hooks().create.mutate({ name: 'Pirate', config: { instructions: 'Arr.' } });
  await eventually(() => names(there.current)).toEqual(['Pirate', 'Coach']);
});

test('G1, C2: a change to an older version is refused, and what is wrong with a bot is named', async () => {
  const { hooks, bot } = await withBot();
  await hooks().update.mutateAsync({ botId: bot.id, name: 'Coach', expectedVersion: 1 });
  hooks().update.mutate({ botId: bot.id, name: 'Trainer', expectedVersion: 1 });
  await eventually(() => hooks().update.error?.code).toBe('conflict');
  const servers = [{ name: 'weather', url: 'ftp://example.com' }];
  hooks().create.mutate({ name: 'Wrong', config: { instructions: '', tools: { servers } } });
  await eventually(() => hooks().create.error?.details.issues?.map(({ path }) => path)).toEqual([
    'config.tools.servers.0.url',
  ]);
});

test('G1, C2: a bot goes out as a file and comes in as another bot', async () => {
  const { hooks, bot } = await withBot();
  const { filename, content } = await hooks().export.mutateAsync({ botId: bot.id });
  expect(filename).toMatch(/\.json$/);
  const imported = await hooks().import.mutateAsync({ content });
  expect(imported).toMatchObject({ name: 'Tutor', visibility: 'private', config });
  await eventually(() => names(hooks())).toEqual(['Tutor', 'Tutor']);
  hooks().import.mutate({ content: '{' });
  await eventually(() => hooks().import.error?.details.issues?.[0]?.path).toBe('content');
});

test('G1, C2: a deleted bot is gone from the list, and is not asked for again here', async () => {
  const { hooks, bot, count } = await withBot();
  const asked = count('bot.get');
  await hooks().remove.mutateAsync({ botId: bot.id });
  expect(names(hooks())).toEqual([]);
  expect(count('bot.get')).toBe(asked);
});

test('G1, C2: a guest sees what a shared bot says of itself, and talks to it', async () => {
  const { parlance, bot } = await withBot();
  await parlance.bot.update.mutate({ botId: bot.id, visibility: 'link' });
  const guest = await person(server().url);
  await guest.parlance.signOut();
  const { result } = show(guest.parlance, () => ({
    ...useAll(bot.id),
    chat: useChat({ botId: bot.id }),
  }));
  await eventually(() => result.current.description.data).toMatchObject({
    name: 'Tutor',
    greeting: 'Hello, learner',
    own: false,
  });
  server().model.script({ text: 'Let us begin.' });
  result.current.chat.send({ message: 'Hello' });
  await eventually(() => result.current.chat.messages.at(-1)?.text).toBe('Let us begin.');
  expect(guest.count('bot.get')).toBe(0);
  const { conversationId } = result.current.chat;
  const made = await guest.parlance.conversation.get.query({ conversationId: conversationId ?? '' });
  expect(made.botId).toBe(bot.id);
});
