import type { Bot, BotConfig, BotVersion, OwnBot } from '@parlance/client-sdk/contract';
import type { Actor, UserActor } from '../domain/actor.ts';
import type { TimePosition } from '../domain/time-cursor.ts';

/** A bot of the operator's. */
export interface OperatorBot {
  id: string;
  name: string;
  /** What is left out has its default. */
  config: Pick<BotConfig, 'instructions'> & Partial<BotConfig>;
}

/** What a bot is made of. */
export interface BotDraft {
  name: string;
  visibility: Bot['visibility'];
  config: BotConfig;
  /** What its MCP servers are called with, by name; null removes it. */
  authorizations: Readonly<Record<string, string | null>>;
}

/** Bots in the database. All that take an actor throw unauthorized for a user who may not act any more. */
export interface Bots {
  /** Writes the operator's bot if there is none of its id, or a new version of it if its configuration changed. */
  ensureOperatorBot(bot: OperatorBot): Promise<void>;
  list(
    actor: UserActor,
    page: { limit: number; after: TimePosition | null; whose: 'all' | 'own' },
  ): Promise<Bot[]>;
  /** A bot that the caller may talk to. null: there is none. */
  describe(actor: Actor, botId: string): Promise<Bot | null>;
  /** null: the caller has no such bot. So for all below. */
  get(actor: UserActor, botId: string): Promise<OwnBot | null>;
  /** `too_many`: one has as many as one can have. */
  create(actor: UserActor, draft: BotDraft): Promise<OwnBot | 'too_many'>;
  /** `changed`: there is a newer version than `expectedVersion`. */
  update(
    actor: UserActor,
    botId: string,
    change: Partial<BotDraft>,
    expectedVersion: number | null,
  ): Promise<OwnBot | 'changed' | null>;
  delete(actor: UserActor, botId: string): Promise<boolean>;
  /** Versions before the number `before`, newest first. */
  versions(
    actor: UserActor,
    botId: string,
    page: { limit: number; before: number | null },
  ): Promise<BotVersion[] | null>;
  /** The bots that pages of an origin may embed, by their owners' word: of those that others may talk to. */
  embeddableFrom(origin: string): Promise<readonly string[]>;
  /** What a bot's MCP servers are called with, by name: of those that can be read and are meant for the server's address. */
  authorizations(botId: string, config: BotConfig): Promise<Map<string, string>>;
}
