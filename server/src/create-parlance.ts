import type { Express } from 'express';
import type { RegisteredAgents } from './ai/agents-sdk/registered-agent.ts';
import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';

/** What a server inside an application can be told. */
export interface ParlanceOptions {
  /** Settings by their names in `.env.example`; the process's environment unless given. */
  env?: Record<string, string | undefined>;
  /**
   * Agents of `@openai/agents`, by name: each is a bot of that name, which everybody can talk to. A function is called for each
   * answer; an agent that is given as it is, all answers share.
   */
  agents?: RegisteredAgents;
}

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
 * @throws SettingsError naming every setting that is wrong.
 */
export async function createParlance({ env, agents = {} }: ParlanceOptions = {}): Promise<Parlance> {
  const app = await createApp(readConfig(readEnv(env)), { agents });
  return { handler: app.http, close: app.close };
}
