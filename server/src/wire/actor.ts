import type { IncomingMessage } from 'node:http';
import type { Actor } from '../domain/actor.ts';
import { unauthorized } from '../domain/errors.ts';
import type { TokenReader } from '../ports/identity.ts';

/** Who sends a request: the bearer token's user or, without one, nobody in particular. Throws unauthorized for a bad token. */
export async function readActor(tokens: TokenReader, request: IncomingMessage): Promise<Actor> {
  const header = request.headers.authorization;
  if (header === undefined) return { kind: 'anonymous' };
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1];
  if (token === undefined) throw unauthorized('The Authorization header must be "Bearer" and a token');
  return tokens.read(token);
}

/** Whom a request counts against. An IPv6 caller has a whole /64 to choose addresses from, so that is what counts. */
export function rateKey(actor: Actor, address: string): string {
  return actor.kind === 'user' ? `user:${actor.userId}` : `address:${networkOf(address)}`;
}

/** An address as limits know it. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::')
    ? [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
    : front;
  return `${groups.slice(0, 4).join(':')}::/64`;
}
