import { getTransferMessage, type Handoff } from '@openai/agents';
import type { AgentTool } from '../../ports/agent.ts';
import { asAsked } from '../tool-call.ts';
import type { AnyAgent } from './registered-agent.ts';
import type { SdkRun } from './sdk-run.ts';

// biome-ignore lint/suspicious/noExplicitAny: the SDK's own type of a handoff to whatever agent
type AnyHandoff = Handoff<any, any>;

/** A handoff among the tools: it is read like a call, and carried out by the SDK. */
export const asTool = ({ toolName, toolDescription }: AnyHandoff): AgentTool => ({
  name: toolName,
  description: toolDescription,
  parameters: {},
  idempotent: false,
  needsApproval: false,
  execute: () => Promise.reject(new Error('A handoff is no tool.')),
});

/** A handoff that is told of, as the tool call that it is and as the change of the agent that follows. */
export function watchHandoff(
  handoff: AnyHandoff,
  from: AnyAgent,
  run: SdkRun,
  viewOf: (agent: AnyAgent) => AnyAgent,
): AnyHandoff {
  return handoff.clone({
    agent: viewOf(handoff.agent),
    onInvokeHandoff: async (context, args) => {
      const call = run.calls?.handoff(handoff.toolName);
      if (!call) throw new Error(`No handoff ${handoff.toolName} was asked for.`);
      const { step } = run.state;
      const startedAt = performance.now();
      await run.gate.emit({ type: 'tool-call-started', step, ...asAsked(call) });
      const finish = (result: unknown, isError: boolean) => {
        const durationMs = performance.now() - startedAt;
        return run.gate.emit({
          type: 'tool-call-finished',
          toolCallId: call.id,
          result,
          isError,
          durationMs,
        });
      };
      try {
        const to: AnyAgent = await handoff.onInvokeHandoff(context, args);
        await finish(JSON.parse(getTransferMessage(to)), false);
        await run.gate.emit({ type: 'agent-changed', step, from: from.name, to: to.name });
        return viewOf(to);
      } catch (error) {
        await finish('The handoff failed.', true);
        throw error;
      }
    },
  });
}
