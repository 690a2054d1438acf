export type { RegisteredAgent, RegisteredAgents } from './ai/agents-sdk/registered-agent.ts';
export { SettingsError } from './config/env.ts';
export { createParlance, type Parlance, type ParlanceOptions } from './create-parlance.ts';
