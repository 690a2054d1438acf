import type { Logger } from 'pino';
import { lazily } from './lazily.ts';
import type { ToolboxOptions } from './mcp/client/create-toolbox.ts';
import type { Toolbox } from './ports/toolbox.ts';

/** The tools of bots. Their libraries are loaded with the first run of a bot that has any. */
export function openToolbox(
  options: Omit<ToolboxOptions, 'builtIn' | 'onOutsideFault'> & { deps: ToolboxOptions['builtIn']['deps'] },
  log: Logger,
): Toolbox {
  const { deps, ...rest } = options;
  const toolbox = lazily(async () => {
    const { createToolbox } = await import('./mcp/client/create-toolbox.ts');
    return createToolbox({
      ...rest,
      builtIn: {
        deps,
        onFault: ({ tool, trace, cause }) => log.error({ ...trace, tool, err: cause }, 'a tool failed'),
      },
      // What an outside server said may be anything: see log.ts.
      onOutsideFault: ({ cause, trace, ...fault }) =>
        log.warn({ ...trace, ...fault, outsideErr: cause }, 'an outside MCP server failed'),
    });
  });
  return {
    open: async (request) => {
      const { builtIn, operatorServers, servers } = request.bot.config.tools;
      if (builtIn.length + operatorServers.length + servers.length === 0) return NO_TOOLS;
      return (await toolbox.get()).open(request);
    },
    close: toolbox.close,
  };
}

const NO_TOOLS = { tools: [], notes: [], close: async () => {} };
