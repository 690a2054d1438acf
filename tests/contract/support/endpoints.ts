import { all, fieldsOf } from './contract.ts';
import { isBodyField, rest, type Shape, textsOf, trpcCall, trpcMethod } from './doors.ts';
import { nothing, sampleOf } from './samples.ts';

/** A place that takes a body. */
export interface Endpoint {
  name: string;
  shape: Shape;
  method: string;
  path: string;
  /** What is sent with every body. */
  headers: Record<string, string>;
  /** Whether `{}` may be good. */
  takesNothing: boolean;
  /** Whether the address says it all, so that no body may be good too. */
  takesNoBody: boolean;
}

/** Every place that takes a body: the mutations and streams over tRPC and at their REST addresses, and the chat doors. */
export async function endpoints(email: string): Promise<Endpoint[]> {
  const found: Endpoint[] = ['/chat', '/api/chat'].map((path) => ({
    name: path,
    shape: 'rest',
    method: 'POST',
    path,
    headers: {},
    takesNothing: false,
    takesNoBody: false,
  }));
  for (const named of all.filter(({ procedure }) => trpcMethod(procedure.kind) === 'POST')) {
    const { path, procedure } = named;
    const { 'content-type': _, ...headers } = trpcCall(path, procedure.kind, null).headers ?? {};
    found.push({
      name: `tRPC ${path}`,
      shape: 'trpc',
      method: 'POST',
      path: trpcCall(path, procedure.kind, null).path,
      headers,
      takesNothing: false,
      takesNoBody: false,
    });
    if (!rest.serves(named) || procedure.rest?.method === 'DELETE') continue;
    const request = rest.call(named, textsOf(await sampleOf(path, nothing(email))));
    const needed = Object.entries(fieldsOf(procedure)).filter(([name]) => isBodyField(procedure, name));
    found.push({
      name: `REST ${path}`,
      shape: 'rest',
      method: request.method,
      path: request.path,
      headers: {},
      takesNothing: needed.every(([, schema]) => schema._zod.optin === 'optional'),
      takesNoBody: needed.length === 0,
    });
  }
  return found;
}
