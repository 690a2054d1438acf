import type { Context } from '../context.ts';
import type { Talk } from '../load/job.ts';
import { startParlance } from '../processes/servers.ts';
import type { TemporaryDatabase } from '../sql/cluster.ts';
import { writeConversations } from '../sql/long-conversations.ts';
import { median, quantile } from '../statistics.ts';
import { type Account, signUp } from '../users.ts';

// From 50 messages on the model is shown as many: that tells the cost of the length from the cost of the context.
const LENGTHS = [10, 50, 1_000, 100_000] as const;
// By how much the turns of the bench may lengthen a conversation, where more conversations can prevent it.
const MOST_GROWTH = 0.05;
const WARM_UP_TURNS = 20;
// In a real database most conversations are short, and PostgreSQL plans for the average one. So it is told that there are as many
// conversations as if each held four messages: millions of them would have to be written to have it find that out.
const SHORT_ON_AVERAGE = 'ALTER TABLE messages ALTER COLUMN conversation_id SET (n_distinct = -0.25)';
const MOST_MS = 180_000;

/** What a turn costs in a conversation that holds so many messages. */
export interface LengthFigures {
  messages: number;
  turns: number;
  p50Ms: number;
  p90Ms: number;
}

/** The cost of a turn by the length of its conversation: one turn at a time, the lengths in turn. */
export async function measureHistory(context: Context): Promise<LengthFigures[]> {
  const { cluster, folder, model, options, load, say } = context;
  const turns = WARM_UP_TURNS + (options.quick ? 200 : 600);
  await using database = await cluster.createDatabase('history');
  await using server = await startParlance({ folder, databaseUrl: database.url, modelUrl: model.url });
  say('Writing long conversations');
  const talks = await writeLengths(database, await signUp(server.url), turns);
  say(`${turns} turns at each of ${LENGTHS.length} lengths`);
  const lane: Talk[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    for (const ofLength of talks) lane.push(...ofLength.slice(turn % ofLength.length).slice(0, 1));
  }
  const { latencies } = await load.run({
    url: server.url,
    door: 'api',
    lanes: [lane],
    limit: { ms: MOST_MS, turnsPerLane: lane.length },
  });
  return LENGTHS.map((messages, index) => {
    const own = latencies.filter(
      (_, place) => place % LENGTHS.length === index && place >= WARM_UP_TURNS * LENGTHS.length,
    );
    return { messages, turns: own.length, p50Ms: median(own), p90Ms: quantile(own, 0.9) };
  });
}

async function writeLengths(
  database: TemporaryDatabase,
  { userId, token }: Account,
  turns: number,
): Promise<Talk[][]> {
  const talks: Talk[][] = [];
  for (const messages of LENGTHS) {
    const conversations = Math.min(turns, Math.ceil((turns * 2) / (messages * MOST_GROWTH)));
    const ids = await writeConversations(database, { userId, messages, conversations });
    talks.push(ids.map((conversationId) => ({ token, conversationId })));
  }
  await database.run(SHORT_ON_AVERAGE);
  await database.run('ANALYZE');
  return talks;
}
