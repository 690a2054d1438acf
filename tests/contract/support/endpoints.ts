import { all, fieldsOf } from './contract.ts';
import { isBodyField, rest, type Shape, textsOf } from './doors.ts';
import { nothing, sampleOf } from './samples.ts';

/** A place that takes a body. */
export interface Endpoint {
  name: string;
  shape: Shape;
  method: string;
  path: string;
  /** Whether `{}` may be good. */
  takesNothing: boolean;
}

/** Every place that takes a body: the mutations over tRPC and at their REST addresses, and the chat doors. */
export async function endpoints(email: string): Promise<Endpoint[]> {
  const found: Endpoint[] = ['/chat', '/api/chat'].map((path) => ({
    name: path,
    shape: 'rest',
    method: 'POST',
    path,
    takesNothing: false,
  }));
  for (const named of all.filter(({ procedure }) => procedure.kind === 'mutation')) {
    const { path, procedure } = named;
    found.push({
      name: `tRPC ${path}`,
      shape: 'trpc',
      method: 'POST',
      path: `/trpc/${path}`,
      takesNothing: false,
    });
    if (!rest.serves(named) || procedure.rest?.method === 'DELETE') continue;
    const request = rest.call(named, textsOf(await sampleOf(path, nothing(email))));
    const needed = Object.entries(fieldsOf(procedure)).filter(([name]) => isBodyField(procedure, name));
    found.push({
      name: `REST ${path}`,
      shape: 'rest',
      method: request.method,
      path: request.path,
      takesNothing: needed.every(([, schema]) => schema._zod.optin === 'optional'),
    });
  }
  return found;
}
