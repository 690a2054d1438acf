import { makeStaff, signUp, trpc } from '../../harness/people.ts';
import { startServer, type TestServer } from '../../harness/start-server.ts';
import type { Shape } from './doors.ts';
import { type Expected, fault, problemOf } from './errors.ts';
import { inChunks, type RawRequest } from './raw.ts';
import { send } from './send.ts';

/** A request that is to be refused, or at least not to do harm. */
export interface Case {
  what: string;
  shape: Shape;
  request: RawRequest;
  /** null: the input may be good. */
  expected: Expected | null;
}

/** A server, and somebody of its staff who sends it bad requests. */
export interface Attacked extends AsyncDisposable {
  server: TestServer;
  /** The address that somebody has signed up with. */
  email: string;
  /** A bot of theirs. */
  botId: string;
  /** Sends all, and says what is wrong with the answers, by case. Ends with one that says whether the server still serves. */
  problems(cases: readonly Case[]): Promise<string[]>;
}

/** Starts a server to send bad requests to. */
export async function attack(): Promise<Attacked> {
  const server = await startServer();
  const { email, token, ...person } = await signUp(server);
  await makeStaff(server, { email, token, ...person });
  const { id: botId } = await trpc(server, token).bot.create.mutate({
    name: 'Attacked',
    config: { instructions: '' },
  });
  const problem = async ({ what, shape, request, expected }: Case): Promise<string[]> => {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const answer = await send(server.url, { ...request, headers });
    const found = expected === null ? fault(shape, answer) : problemOf(shape, answer, expected);
    return found === null ? [] : [`${what} ${found}`];
  };
  return {
    server,
    email,
    botId,
    problems: async (cases) => {
      const found = (await inChunks(cases, problem)).flat();
      const health = await send(server.url, { method: 'GET', path: '/health' });
      return health.status === 200 ? found : [...found, `/health answers ${health.status} after it`];
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** The lines of a server's log that tell of a failure of its own. */
export const failuresIn = (server: TestServer): Record<string, unknown>[] =>
  server.logs.filter(({ level }) => Number(level) >= 50);

/** A plain GET. */
export const get = (path: string): RawRequest => ({ method: 'GET', path });

/** The shape in which an address answers errors. */
export const shapeOf = (path: string): Shape => (path.startsWith('/trpc') ? 'trpc' : 'rest');

/** A case called by its method and path. */
export const made = (request: RawRequest, expected: Expected | null): Case => ({
  what: `${request.method} ${request.path.slice(0, 100)}`,
  shape: shapeOf(request.path),
  request,
  expected,
});
