import { Agent, tool } from '@openai/agents';
import { z } from 'zod';

/** An agent that hands over to one whose tool acts upon the test's own server (tool-server.ts), and needs to be allowed. */
export function makeAgent(): Agent {
  const pay = tool({
    name: 'pay',
    description: 'Does something elsewhere.',
    parameters: z.object({ text: z.string() }),
    needsApproval: true,
    execute: async (asked, _context, details) => {
      const body = JSON.stringify({ tool: 'pay', toolCallId: details?.toolCall?.callId, arguments: asked });
      const response = await fetch(process.env['TOOL_URL'] ?? '', { method: 'POST', body });
      return await response.json();
    },
  });
  return new Agent({ name: 'Desk', handoffs: [new Agent({ name: 'Billing', tools: [pay] })] });
}
