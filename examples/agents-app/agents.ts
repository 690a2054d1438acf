import { Agent, tool } from '@openai/agents';
import { z } from 'zod';

const orders: Record<string, { paid: boolean }> = { '7': { paid: true }, '8': { paid: false } };

const lookUp = tool({
  name: 'look_up_order',
  description: 'Says whether an order was paid.',
  parameters: z.object({ order: z.string() }),
  execute: ({ order }) => orders[order] ?? 'There is no such order.',
});

const refund = tool({
  name: 'refund_order',
  description: 'Pays an order back.',
  parameters: z.object({ order: z.string() }),
  needsApproval: true, // waits in Parlance until the user allows it
  execute: ({ order }) => `Order ${order} is paid back.`,
});

const billing = new Agent({
  name: 'Billing',
  instructions: 'You answer questions about orders and bills.',
  tools: [lookUp, refund],
});

/** Greets, and hands over to whoever knows. */
export const helpDesk = new Agent({
  name: 'Help desk',
  instructions: 'You are the first whom people ask. Hand questions about money over.',
  handoffs: [billing],
});
