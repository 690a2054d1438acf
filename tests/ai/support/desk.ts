import { tool } from '@openai/agents';
import { z } from 'zod';
import type { AiOptions } from '../../../server/src/ai/create-ai.ts';
import { ask as askAnyone, startAi } from '../harness.ts';

/** A request that the agent of {@link start} answers. */
export const ask = (overrides: Parameters<typeof askAnyone>[0] = {}) =>
  askAnyone({ runtime: 'desk', ...overrides });

/** The room on a scripted model, with an agent of the SDK registered. */
export const start = (desk: NonNullable<AiOptions['agents']>[string]) =>
  startAi('chat_completions', { agents: { desk } });

/** The model's call of a tool. */
export const callOf = (name: string, args: object = {}) => ({ id: name, name, arguments: { ...args } });

/** A tool as somebody writes one for the SDK. */
export const look = tool({
  name: 'look_up',
  description: 'Looks an order up.',
  parameters: z.object({ order: z.string() }),
  execute: ({ order }) => ({ order, paid: true }),
});
