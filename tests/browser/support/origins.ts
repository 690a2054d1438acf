import type { BrowserContext } from 'playwright-core';

/** Lets no request leave for a host other than this machine. Answers what was held back. */
export async function holdBackForeignRequests(context: BrowserContext): Promise<string[]> {
  const heldBack: string[] = [];
  await context.route(isForeign, (route) => {
    heldBack.push(route.request().url());
    return route.abort();
  });
  return heldBack;
}

const isForeign = ({ protocol, hostname }: URL): boolean =>
  /^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost';
