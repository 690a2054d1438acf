import type { AgentTool } from '../../ports/agent.ts';
import type { ToolCall } from '../tool-call.ts';
import type { OwnTool } from './function-tool.ts';

/** What an agent can call at present: its own tools, those that the run brings, and the agents that it can hand over to. */
export class OfferedTools {
  own: readonly OwnTool[] = [];
  handoffs: readonly AgentTool[] = [];
  readonly #brought: readonly AgentTool[];

  constructor(brought: readonly AgentTool[]) {
    this.#brought = brought;
  }

  /** An agent's own tool stands before one of the same name that the run brings. */
  get tools(): readonly AgentTool[] {
    const taken = new Set([...this.own, ...this.handoffs].map(({ name }) => name));
    return [...this.own, ...this.#brought.filter(({ name }) => !taken.has(name))];
  }

  /** Names of brought tools that the agent has its own tools for. */
  get shadowed(): ReadonlySet<string> {
    const own = new Set(this.own.map(({ name }) => name));
    return new Set(this.#brought.map(({ name }) => name).filter((name) => own.has(name)));
  }

  /** Of calls that could be carried out, those that the agent wants to be allowed, by id. */
  async thatAsk(calls: readonly ToolCall[]): Promise<Set<string>> {
    const asking = await Promise.all(
      calls.map(async ({ id, name, arguments: args, tool }) => {
        const own = 'refusal' in tool ? undefined : this.own.find((candidate) => candidate.name === name);
        return (await own?.asks(args, id)) ? [id] : [];
      }),
    );
    return new Set(asking.flat());
  }
}
