import type { Context } from '../context.ts';
import type { Talk } from '../load/job.ts';
import { startParlance } from '../processes/servers.ts';
import { type TemporaryDatabase } from '../sql/cluster.ts';
import { prepareWriting, writeConversations } from '../sql/long-conversations.ts';
import { median } from '../statistics.ts';
import { type Account, signUp } from '../users.ts';
import { ANSWER, QUESTION } from '../words.ts';

// With 50 messages the model is shown as many as with more, which tells the cost of a length from that of the context.
const LENGTHS = [10, 50, 1_000, 100_000] as const;
// By how much, at most, the turns of the bench may lengthen a conversation, where that can be had.
const GROWTH = 0.05;

/** What a turn costs in a conversation that holds so many messages. */
export interface LengthFigures {
  messages: number;
  turns: number;
  p50Ms: number;
}

interface Length {
  messages: number;
  talks: Talk[];
}

/** The cost of a turn by the length of its conversation: one turn at a time, the lengths in turn. */
export async function measureHistory(context: Context): Promise<LengthFigures[]> {
  const { cluster, folder, model, options, load, say } = context;
  const turns = options.quick ? 200 : 600;
  await using database = await cluster.createDatabase('history');
  await using server = await startParlance({ folder, databaseUrl: database.url, modelUrl: model.url });
  say('Writing long conversations');
  const lengths = await writeLengths(database, await signUp(server.url), turns);
  say(`${turns} turns at each length`);
  const order = Array.from({ length: turns }, (_, turn) => turn);
  const lane = order.flatMap((turn) => rotate(lengths, turn).map((length) => pick(length, turn)));
  const run = (talks: Talk[]) =>
    load.run({
      url: server.url,
      door: 'api',
      lanes: [talks],
      limit: { ms: 300_000, turnsPerLane: talks.length },
    });
  await run(await writeWarmUp(database, lengths));
  const { latencies } = await run(lane);
  return lengths.map((length, index) => {
    const own = order.map((turn) => latencies[turn * lengths.length + placeOf(index, turn, lengths.length)] ?? 0);
    return { messages: length.messages, turns: own.length, p50Ms: median(own) };
  });
}
