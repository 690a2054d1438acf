import type { AgentInputItem } from '@openai/agents';

type FunctionCall = Extract<AgentInputItem, { type: 'function_call' }>;

/** Calls as the model asked for them, of those that the SDK was shown in another form. */
export class Originals {
  readonly #calls = new Map<string, Pick<FunctionCall, 'name' | 'arguments'>>();

  add(callId: string, { name, arguments: args }: FunctionCall): void {
    this.#calls.set(callId, { name, arguments: args });
  }

  restore(item: AgentInputItem): AgentInputItem {
    const known = item.type === 'function_call' ? this.#calls.get(item.callId) : undefined;
    return item.type === 'function_call' && known ? { ...item, ...known } : item;
  }
}
