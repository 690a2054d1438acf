import { type ErrorCode, type Procedure, scopes } from '@parlance/client-sdk/contract';
import jwt from 'jsonwebtoken';
import { call } from '../../harness/call.ts';
import type { Person } from '../../harness/people.ts';
import type { TestServer } from '../../harness/start-server.ts';
import { expireApiKey, logIn, makeApiKey } from './belongings.ts';

/** Everybody who could call. All but `other`, `staff`, `anonymous` and `deactivated` speak for the owner of things, or claim to. */
export const callers = [
  'owner',
  'other',
  'staff',
  'anonymous',
  'deactivated',
  'right key',
  'wrong key',
  'expired key',
  'revoked key',
  'unknown key',
  'logged-out token',
  'expired token',
  'token of another secret',
  'unsigned token',
  'nonsense',
] as const;

/** One of {@link callers}. */
export type Caller = (typeof callers)[number];

/** What a call on the owner's things comes to, as the procedure's own row says. */
export function outcome({ access, owns }: Procedure, caller: Caller): ErrorCode | 'ok' {
  if (access.who === 'public') return 'ok';
  const foreign = owns.length > 0 ? 'not_found' : 'ok';
  switch (caller) {
    case 'owner':
      return access.who === 'staff' ? 'forbidden' : 'ok';
    case 'other':
      return access.who === 'staff' ? 'forbidden' : foreign;
    case 'staff':
      return access.who === 'staff' ? 'ok' : foreign;
    case 'anonymous':
      return access.who === 'anyone' ? foreign : 'unauthorized';
    case 'right key':
      return access.who === 'staff' || access.scope === null ? 'forbidden' : 'ok';
    case 'wrong key':
      return 'forbidden';
    default:
      return 'unauthorized';
  }
}

/** The people of a test. */
export interface Cast {
  other: Person;
  staff: Person;
  deactivated: Person;
}

/** The token that a caller sends; null: none. */
export async function tokenOf(
  server: TestServer,
  { access }: Procedure,
  caller: Caller,
  owner: Person,
  cast: Cast,
): Promise<string | null> {
  const needed = 'scope' in access ? access.scope : null;
  const claims = jwt.decode(owner.token, { json: true }) ?? {};
  switch (caller) {
    case 'owner':
      return owner.token;
    case 'other':
    case 'staff':
    case 'deactivated':
      return cast[caller].token;
    case 'anonymous':
      return null;
    case 'right key':
      return (await makeApiKey(server, owner, needed === null ? scopes : [needed])).secret;
    case 'wrong key':
      return (
        await makeApiKey(
          server,
          owner,
          scopes.filter((scope) => scope !== needed),
        )
      ).secret;
    case 'expired key': {
      const key = await makeApiKey(server, owner, scopes);
      await expireApiKey(server, key.id);
      return key.secret;
    }
    case 'revoked key': {
      const key = await makeApiKey(server, owner, scopes);
      await call(`${server.url}/api/auth/api-keys/${key.id}`, { method: 'DELETE', token: owner.token });
      return key.secret;
    }
    case 'unknown key':
      return `plk_${'A'.repeat(43)}`;
    case 'logged-out token': {
      const login = await logIn(server, owner);
      await call(`${server.url}/api/auth/logout`, { body: { refresh_token: login.refreshToken } });
      return login.token;
    }
    case 'expired token':
      return jwt.sign({ ...claims, iat: 1, exp: 2 }, JWT_SECRET);
    case 'token of another secret':
      return jwt.sign(claims, `not ${JWT_SECRET}`);
    case 'unsigned token':
      return jwt.sign(claims, '', { algorithm: 'none' });
    case 'nonsense':
      return 'nonsense';
  }
}

/** The secret of servers whose tokens a test forges. */
export const JWT_SECRET = 'the secret of the servers of these tests';
