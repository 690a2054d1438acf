import type { Agent } from '@openai/agents';

/** An agent of the Agents SDK, whatever its context and its output are. */
// biome-ignore lint/suspicious/noExplicitAny: both types stand in its parameters, so no other type takes every agent
export type AnyAgent = Agent<any, any>;

/** An agent, or what makes one: it is asked for each answer, so that agents with a state of their own are never shared. */
export type RegisteredAgent = AnyAgent | (() => AnyAgent | Promise<AnyAgent>);

/** Agents by the names that bots know them by. */
export type RegisteredAgents = Readonly<Record<string, RegisteredAgent>>;
