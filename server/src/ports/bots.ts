import type { BotConfig } from '../domain/bot-config.ts';

/** A bot of the operator's. */
export interface OperatorBot {
  id: string;
  name: string;
  /** What is left out has its default. */
  config: Pick<BotConfig, 'instructions'> & Partial<BotConfig>;
}

/** A bot as people see it. */
export interface SharedBot {
  id: string;
  name: string;
}

/** Bots in the database. */
export interface Bots {
  /** Writes the operator's bot if there is none of its id, or a new version of it if its configuration changed. */
  ensureOperatorBot(bot: OperatorBot): Promise<void>;
  /** A bot that everybody may talk to; null: there is none of this id that is shared. */
  findShared(id: string): Promise<SharedBot | null>;
}
