import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Whether the operator lets a host or an address be reached at a port although it is not public. */
export type IsAllowed = (host: string, port: number) => boolean;

// Names that no public name server answers for (RFC 6761, 6762, 8375 and others).
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/** The port of a URL. */
export const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

/** The host of a URL as the network takes it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** What is wrong with a URL, as far as it says itself; null: nothing. Odd spellings of addresses are read as the network reads them. */
export function urlProblem(text: string, isAllowed: IsAllowed): string | null {
  if (!URL.canParse(text)) return 'Must be an https:// URL';
  const url = new URL(text);
  const host = hostOf(url);
  if (url.username !== '' || url.password !== '') return 'Must not hold a user name or a password';
  if (isAllowed(host, portOf(url)) && /^https?:$/.test(url.protocol)) return null;
  if (url.protocol !== 'https:') return 'Must be an https:// URL';
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : 'Must be an address of the public internet';
  const isPublicName = host.includes('.') && !host.endsWith('.') && !PRIVATE_NAME.test(host);
  return isPublicName ? null : 'Must be a name of the public internet';
}
