import { getHandoff, type Tool, UserError } from '@openai/agents';
import { fromFunctionTool, toFunctionTool } from './function-tool.ts';
import { asTool, watchHandoff } from './handoffs.ts';
import { OfferedTools } from './offered-tools.ts';
import type { AnyAgent } from './registered-agent.ts';
import type { SdkRun } from './sdk-run.ts';
import { StepModel } from './step-model.ts';

/** An agent as one run has it. */
export interface AgentView {
  /** The agent as it was registered. */
  original: AnyAgent;
  /** The same with our model, tools and handoffs around its own: what it is made of is never changed. */
  agent: AnyAgent;
  offered: OfferedTools;
}

/** The agents of a run: the registered one, and those that it can hand over to. */
export class AgentViews {
  readonly #run: SdkRun;
  readonly #views = new Map<AnyAgent, AgentView>();

  constructor(run: SdkRun) {
    this.#run = run;
  }

  of(original: AnyAgent): AgentView {
    const known = this.#views.get(original);
    if (known) return known;
    const offered = new OfferedTools(this.#run.request.tools);
    const view = { original, agent: this.#wrap(original, offered), offered };
    this.#views.set(original, view);
    return view;
  }

  #wrap(original: AnyAgent, offered: OfferedTools): AnyAgent {
    const run = this.#run;
    const { model } = original;
    const isOwn = typeof model !== 'string';
    const inner = isOwn ? model : run.endpointModel(model);
    const holds = original.outputGuardrails.length > 0;
    const changes = {
      model: new StepModel(run, inner, { offered, holds }),
      getAllTools: async (...asked: Parameters<AnyAgent['getAllTools']>) => {
        const tools = await original.getAllTools(...asked);
        offered.own = tools.flatMap((tool) =>
          tool.type === 'function' ? fromFunctionTool(tool, original, run) : [],
        );
        const hosted = tools.filter((tool) => tool.type !== 'function');
        for (const tool of hosted) assertHosted(tool, isOwn);
        return [...offered.tools.map((tool) => toFunctionTool(tool, run)), ...hosted];
      },
      getEnabledHandoffs: async (...asked: Parameters<AnyAgent['getEnabledHandoffs']>) => {
        const handoffs = await original.getEnabledHandoffs(...asked);
        offered.handoffs = handoffs.map(asTool);
        return handoffs.map((handoff) =>
          watchHandoff(handoff, original, run, (target) => this.of(target).agent),
        );
      },
      // They looked at the question before the first step.
      ...((run.request.done ?? []).length > 0 && { inputGuardrails: [] }),
    };
    return Object.assign(Object.create(original), changes);
  }
}

/** The agent that a tool of this name hands over to, and what of the conversation it is shown. */
export const findHandoff = (agent: AnyAgent, tool: string) =>
  agent.handoffs.map((target) => getHandoff(target)).find(({ toolName }) => toolName === tool);

/** What acts in this process without being a function has approvals and bounds of the SDK's, which nobody here could answer. */
function assertHosted(tool: Tool, hasOwnModel: boolean): void {
  if (tool.type !== 'hosted_tool' || !hasOwnModel) {
    throw new UserError(
      `The tool ${tool.name} is none that Parlance can carry out: it is of the kind ${tool.type}.`,
    );
  }
}
