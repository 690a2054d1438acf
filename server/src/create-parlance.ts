import type { Express } from 'express';
import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';

/** Parlance inside an application of yours. */
export interface Parlance {
  /** Every route of the server: `app.use(parlance.handler)`, before any body parser of yours. */
  handler: Express;
  /** Finishes what is being answered and releases everything. */
  close(): Promise<void>;
}

/**
 * Builds a Parlance server without listening, to be mounted in an Express app.
 *
 * @param env Settings by their names in `.env.example`; the process's environment unless given.
 * @throws SettingsError naming every setting that is wrong.
 */
export async function createParlance(env?: Record<string, string | undefined>): Promise<Parlance> {
  const app = await createApp(readConfig(readEnv(env)));
  return { handler: app.http, close: app.close };
}
