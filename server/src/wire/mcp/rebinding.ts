import type { IncomingMessage } from 'node:http';
import { forbidden } from '../../domain/errors.ts';
import { mayCall } from '../../domain/origins.ts';

const LOCAL_ADDRESS = /^(::1|(::ffff:)?127\.[\d.]+)$/;
const LOCAL_NAME = /^(([\w-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Refuses a page that reached a server on its reader's machine by a name which leads there since its owner said so (DNS rebinding):
 * its origin equals the Host, as that of our own page does.
 */
export function refuseRebinding(req: IncomingMessage, allowed: readonly string[]): void {
  const { origin, host = '' } = req.headers;
  if (origin === undefined || mayCall(origin, allowed) || LOCAL_NAME.test(host)) return;
  if (!LOCAL_ADDRESS.test(req.socket.localAddress ?? '')) return;
  throw forbidden(
    'This server is called by a name that is not one of its machine; behind a proxy the operator sets TRUST_PROXY',
  );
}
