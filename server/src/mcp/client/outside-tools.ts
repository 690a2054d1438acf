import { ProtocolError } from '@modelcontextprotocol/client';
import { cleanText } from '../../domain/clean.ts';
import type { AgentTool } from '../../ports/agent.ts';
import type { OpenTools, ToolRequest } from '../../ports/toolbox.ts';
import { needsApproval } from './approval.ts';
import { toolNames } from './tool-names.ts';
import type { ListedTool, ToolServer } from './tool-server.ts';
import { within } from './within.ts';

/** An outside server that a bot names. */
export interface OutsideServer {
  name: string;
  server: ToolServer;
  /** The tools that the bot may use; null: all. */
  allowed: readonly string[] | null;
  /** Whether it is believed what it says of its tools: it is the operator's. */
  isOperators: boolean;
}

/** An outside server that failed, for the log. `tool`: null when its tools could not be listed. */
export interface OutsideFault {
  server: string;
  tool: string | null;
  trace: ToolRequest['caller']['trace'];
  cause: unknown;
}

/** How long a run waits for the tools of outside servers, in milliseconds. */
const WAIT_MS = 5_000;
const MAX_MESSAGE = 2_000;

/** The tools of a bot's outside servers, of all at once. One that does not answer is told of, and waited for no longer. */
export async function outsideTools(
  request: ToolRequest,
  servers: readonly OutsideServer[],
  onFault: (fault: OutsideFault) => void,
): Promise<Pick<OpenTools, 'tools' | 'notes'>> {
  const { trace } = request.caller;
  const listings = await Promise.all(
    servers.map(async (outside) => {
      try {
        const listed = await within(outside.server.list(), WAIT_MS, request.signal);
        return { outside, listed };
      } catch (cause) {
        request.signal.throwIfAborted();
        onFault({ server: outside.name, tool: null, trace, cause });
        return { outside, listed: null };
      }
    }),
  );
  const notes = listings
    .filter(({ listed }) => listed === null)
    .map(({ outside }) => unavailable(outside.name));
  const tools = listings.flatMap(({ outside, listed }) => toTools(request, outside, listed ?? [], onFault));
  return { tools, notes };
}

/** What the model is told of a server whose tools it does not have. */
export const unavailable = (name: string): string => `The tools of ${name} are not available right now.`;

function toTools(
  request: ToolRequest,
  outside: OutsideServer,
  listed: readonly ListedTool[],
  onFault: (fault: OutsideFault) => void,
): AgentTool[] {
  const { allowed, isOperators } = outside;
  const usable = listed.filter(({ name }) => allowed === null || allowed.includes(name));
  const names = toolNames(
    outside.name,
    usable.map(({ name }) => name),
  );
  return usable.map(({ name: tool, description, parameters, hints }) => {
    const name = names.get(tool) ?? tool;
    const isHarmless = isOperators && hints.readOnly;
    return {
      ...{ name, description, parameters, idempotent: isOperators && hints.idempotent },
      needsApproval: needsApproval(request, { name, isHarmless, byDefault: !isHarmless }),
      execute: async (args, { signal }) => {
        try {
          return await outside.server.call(tool, args, signal);
        } catch (cause) {
          if (signal.aborted) throw cause;
          onFault({ server: outside.name, tool, trace: request.caller.trace, cause });
          return { value: failure(outside.name, cause), isError: true };
        }
      },
    };
  });
}

/** A refusal in words of the server's is its answer; of other failures nothing is told. */
const failure = (server: string, cause: unknown): string =>
  cause instanceof ProtocolError
    ? cleanText(cause.message.slice(0, MAX_MESSAGE))
    : `The server ${server} did not answer as it should. The call may or may not have taken effect.`;
