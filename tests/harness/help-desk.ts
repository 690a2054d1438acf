import { Agent, type InputGuardrail } from '@openai/agents';
import type { Scenario } from '@parlance/offline-model';

/** Trips over a question with the word “password”. */
export const noSecrets: InputGuardrail = {
  name: 'no secrets',
  runInParallel: false,
  execute: async ({ input }) => ({
    tripwireTriggered: JSON.stringify(input).includes('password'),
    outputInfo: null,
  }),
};

/** An agent that can hand over to `Billing`, and answers no question with the word “password”. */
export const makeHelpDesk = (): Agent =>
  new Agent({
    name: 'Desk',
    instructions: 'You are the help desk.',
    handoffs: [new Agent({ name: 'Billing', instructions: 'You know bills.' })],
    inputGuardrails: [noSecrets],
  });

/** What the model says to a question that is handed over. */
export const handedOver: Scenario[] = [
  { text: 'One moment. ', toolCalls: [{ name: 'transfer_to_Billing', arguments: {} }] },
  { text: 'It is paid.' },
];
