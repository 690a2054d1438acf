import { Agent, tool } from '@openai/agents';
import type { AiOptions } from '../../server/src/ai/create-ai.ts';
import type { AgentRequest, AgentTool } from '../../server/src/ports/agent.ts';
import { type Api, apis, ask, openAi, type Setup, startAi, type TestAi } from './harness.ts';

/** Something that answers, as a test of what all of them have in common sees it. */
export interface Runtime {
  name: string;
  api: Api;
  start(options?: Partial<AiOptions>): Promise<Setup>;
  open(baseUrl: string, options?: Partial<AiOptions>): TestAi;
  ask(overrides?: Partial<AgentRequest>): AgentRequest;
}

/** One of our tools as somebody writes one for the SDK. */
const written = ({ name, description, parameters, needsApproval, execute }: AgentTool) =>
  tool({
    name,
    description,
    parameters: { ...parameters, type: 'object', properties: {}, required: [], additionalProperties: true },
    strict: false,
    needsApproval,
    execute: async (args, _context, details) => {
      const signal = details?.signal ?? new AbortController().signal;
      const { value } = await execute(args, { toolCallId: details?.toolCall?.callId ?? '', signal });
      return value;
    },
  });

const runtimesOver = (api: Api): Runtime[] => {
  let tools: readonly AgentTool[] = [];
  const agents = {
    plain: new Agent({ name: 'Plain' }),
    equipped: () => new Agent({ name: 'Equipped', tools: tools.map(written) }),
  };
  const common = {
    api,
    start: (options: Partial<AiOptions> = {}) => startAi(api, { agents, ...options }),
    open: (baseUrl: string, options: Partial<AiOptions> = {}) => openAi(baseUrl, api, { agents, ...options }),
  };
  return [
    { ...common, name: `our own loop over ${api}`, ask },
    {
      ...common,
      name: `an agent of the SDK over ${api}`,
      ask: (overrides) => ask({ ...overrides, runtime: 'plain' }),
    },
    {
      ...common,
      name: `an agent of the SDK with tools of its own over ${api}`,
      ask: ({ tools: own = [], ...overrides } = {}) => {
        tools = own;
        return ask({ ...overrides, runtime: 'equipped' });
      },
    },
  ];
};

/** Both runtimes, over both APIs; the SDK's once with tools that the run brings and once with the agent's own. */
export const runtimes: Runtime[] = apis.flatMap(runtimesOver);
