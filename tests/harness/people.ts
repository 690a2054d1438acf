import type { ApiRouter } from '@parlance/client-sdk';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { Scope } from '../../server/src/data/scope.ts';
import { call } from './call.ts';
import type { TestServer } from './start-server.ts';

/** Somebody who has signed up. */
export interface Person {
  id: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

let count = 0;

/** Signs somebody up. */
export async function signUp(server: TestServer): Promise<Person> {
  const email = `person-${process.pid}-${++count}@example.com`;
  const password = 'correct horse battery';
  const { body } = await call<{ user: { id: string }; access_token: string; refresh_token: string }>(
    `${server.url}/api/auth/signup`,
    { body: { email, password } },
  );
  return { id: body.user.id, email, password, token: body.access_token, refreshToken: body.refresh_token };
}

/** Makes somebody staff, as an operator does: in the database. */
export function makeStaff(server: TestServer, person: Person): Promise<unknown> {
  return new Scope(server.app.database.prisma).asSystem((tx) =>
    tx.user.update({ where: { id: person.id }, data: { role: 'staff' } }),
  );
}

/** The plain tRPC client, as a caller without our SDK writes it. */
export const trpc = (server: TestServer, token?: string) =>
  createTRPCClient<ApiRouter>({
    links: [
      httpBatchLink({
        url: `${server.url}/trpc`,
        transformer: superjson,
        ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
      }),
    ],
  });
