import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** Bytes of JavaScript, gzipped, that a page asks for until nothing more comes. */
export async function firstLoadScripts(page: Page, address: string): Promise<Map<string, number>> {
  const bodies: Promise<[string, number]>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const name = new URL(response.url()).pathname;
    bodies.push(response.body().then((body) => [name, gzipSync(body, { level: 9 }).length]));
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  return new Map(await Promise.all(bodies));
}
