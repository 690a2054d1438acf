import type { TestServer } from '../../harness/start-server.ts';
import { all, type Named, type ProcedurePath } from './contract.ts';
import { type Door, doors, textsOf } from './doors.ts';
import { problemOf } from './errors.ts';
import type { RawAnswer } from './raw.ts';
import { send } from './send.ts';

/** Who asks, and what they send beside the input. */
export interface Asker {
  /** null: nobody in particular. */
  token: string | null;
  headers?: Record<string, string>;
}

/** A procedure by its name. */
export function named(path: ProcedurePath): Named {
  const found = all.find((one) => one.path === path);
  if (found === undefined) throw new Error(`There is no ${path}`);
  return found;
}

/** The doors that a procedure has. */
export const doorsOf = (path: ProcedurePath): Door[] => doors.filter((door) => door.serves(named(path)));

/** Calls a procedure by one door. */
export function ask(
  server: TestServer,
  path: ProcedurePath,
  door: Door,
  input: Readonly<Record<string, unknown>>,
  { token, headers }: Asker,
): Promise<RawAnswer> {
  const request = door.call(named(path), textsOf(input));
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  return send(server.url, { ...request, headers: { ...request.headers, ...authorization, ...headers } });
}

/** What is wrong with how every door of a procedure refuses inputs; nothing: all with this code, and all inputs in the same words. */
export async function refusing(
  server: TestServer,
  path: ProcedurePath,
  inputs: readonly Readonly<Record<string, unknown>>[],
  asker: Asker,
  code: string,
): Promise<string[]> {
  const problems: string[] = [];
  for (const door of doorsOf(path)) {
    const answers = await Promise.all(inputs.map((input) => ask(server, path, door, input, asker)));
    for (const [index, answer] of answers.entries()) {
      const problem = problemOf(door.shape, answer, { codes: [code] });
      const what = `${path} by ${door.name} with ${JSON.stringify(inputs[index])}`;
      if (problem !== null) problems.push(`${what} ${problem}`);
      else if (told(answer) !== told(answers[0])) problems.push(`${what} differs: ${told(answer)}`);
    }
  }
  return problems;
}

/** An answer without what differs from request to request. */
function told(answer: RawAnswer | undefined): string {
  const { 'x-request-id': id, date: _, ...headers } = answer?.headers ?? {};
  return JSON.stringify([answer?.status, headers, answer?.text.replaceAll(String(id), 'REQUEST')]);
}
