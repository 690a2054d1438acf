import type { BotConfig } from '@parlance/client-sdk/contract';

/** A bot of the operator's. */
export interface OperatorBot {
  id: string;
  name: string;
  /** What is left out has its default. */
  config: Pick<BotConfig, 'instructions'> & Partial<BotConfig>;
}

/** Bots in the database. */
export interface Bots {
  /** Writes the operator's bot if there is none of its id, or a new version of it if its configuration changed. */
  ensureOperatorBot(bot: OperatorBot): Promise<void>;
}
