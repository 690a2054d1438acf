import type { AccessSettings } from '../domain/actor.ts';
import type { AgentRuntime, AgentTool } from './agent.ts';
import type { Approvals } from './approvals.ts';
import type { Background } from './background.ts';
import type { Bots } from './bots.ts';
import type { Conversations } from './conversations.ts';
import type { Egress } from './egress.ts';
import type { Feedback } from './feedback.ts';
import type { AccessTokens, Passwords } from './identity.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RunEvents } from './run-events.ts';
import type { Runs } from './runs.ts';
import type { Tasks } from './tasks.ts';
import type { Toolbox } from './toolbox.ts';
import type { Turns } from './turns.ts';
import type { ApiKeys, Logins, Users } from './users.ts';

/** What the operator set that use-cases go by. */
export interface Settings extends AccessSettings {
  version: string;
  defaultBotId: string;
  /** Agents that the operator registered in code, by the names that bots know them by. */
  runtimes: readonly string[];
  /** Requests a minute and user, or address when anonymous; 0: no limit. */
  rateLimitPerMinute: number;
  /** Origins whose pages may call; `*`: all. */
  corsOrigins: readonly string[];
}

/** Everything that use-cases work with, built once in app.ts. */
export interface Deps {
  settings: Settings;
  turns: Turns;
  bots: Bots;
  conversations: Conversations;
  feedback: Feedback;
  tasks: Tasks;
  users: Users;
  logins: Logins;
  apiKeys: ApiKeys;
  rateLimits: RateLimits;
  passwords: Passwords;
  accessTokens: AccessTokens;
  agent: AgentRuntime;
  /** Tools that every bot has. */
  tools: readonly AgentTool[];
  egress: Egress;
  /** The tools that a bot has by its configuration. */
  toolbox: Toolbox;
  runs: Runs;
  runEvents: RunEvents;
  approvals: Approvals;
  background: Background;
  /** Answers when the database does; rejects when it does not. */
  pingDatabase(): Promise<void>;
}
