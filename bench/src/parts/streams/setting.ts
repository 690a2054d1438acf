import type { Context } from '../../context.ts';
import type { Talk } from '../../load/job.ts';
import type { StreamDoor } from '../../load/streams/stream-job.ts';
import type { StreamLoad } from '../../load/streams/stream-load.ts';
import { startFloor, startParlance } from '../../processes/servers.ts';
import type { ServerProcess } from '../../processes/start-process.ts';
import type { TemporaryDatabase } from '../../sql/cluster.ts';
import { type CountingProxy, startCountingProxy } from '../../sql/counting-proxy.ts';
import { prepareConversations, prepareFloor } from '../../users.ts';

/** What every measure of streams works with. */
export interface StreamContext extends Context {
  /** One that streams as it is asked to. */
  model: ServerProcess;
  streamLoad: StreamLoad;
}

/** A server with conversations to be held. */
export interface Subject extends AsyncDisposable {
  server: ServerProcess;
  database: TemporaryDatabase;
  /** Stands between the server and the database; null: nothing does. */
  proxy: CountingProxy | null;
  talks: Talk[];
}

/** How a subject is started. */
export interface SubjectOptions {
  what: 'floor' | 'parlance';
  conversations: number;
  counted?: boolean;
  /** For Parlance's process. */
  nodeArguments?: readonly string[];
}

/** A way to stream, and the server that does it. */
export interface StreamWay {
  name: string;
  door: StreamDoor;
  subject: Subject;
}

/** Starts a server on a database of its own. */
export async function startSubject(context: StreamContext, options: SubjectOptions): Promise<Subject> {
  const { what, conversations, counted = false, nodeArguments = [] } = options;
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await context.cluster.createDatabase(`streams_${what}`));
  const proxy = counted ? stack.use(await startCountingProxy(database.url)) : null;
  const surroundings = {
    folder: context.folder,
    databaseUrl: proxy?.url ?? database.url,
    modelUrl: context.model.url,
  };
  const isFloor = what === 'floor';
  const server = stack.use(
    await (isFloor ? startFloor(surroundings) : startParlance(surroundings, nodeArguments)),
  );
  const talks = isFloor
    ? await prepareFloor(database, conversations)
    : await prepareConversations(server.url, database, conversations);
  const rest = stack.move();
  return { server, database, proxy, talks, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

/** The ways to stream, the floor first. */
export const streamWays = (floor: Subject, parlance: Subject): StreamWay[] => [
  { name: 'floor', door: 'floor', subject: floor },
  { name: 'POST /api/v1/chat/stream', door: 'rest', subject: parlance },
  { name: 'tRPC chat.stream', door: 'trpc', subject: parlance },
];
