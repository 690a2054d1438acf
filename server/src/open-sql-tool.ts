import type { Config } from './config/config.ts';
import { lazily } from './lazily.ts';
import type { AgentTool } from './ports/agent.ts';

/** The SQL tool of a server, if the operator named a database for it. */
export interface OpenSqlTool {
  /** Makes the tool as it is now, with the tables that there are; null: there is none. */
  tool: (() => Promise<AgentTool>) | null;
  close(): Promise<void>;
}

/** The tool that asks the operator's database. Its parser and its connections come with the first bot that has it. */
export function openSqlTool(
  { sqlTool }: Pick<Config, 'sqlTool'>,
  onFault: (cause: unknown) => void,
): OpenSqlTool {
  if (sqlTool === null) return { tool: null, close: async () => {} };
  const opened = lazily(async () => {
    const { createSqlTool } = await import('./sql-tool/create-sql-tool.ts');
    return createSqlTool({ ...sqlTool, onFault });
  });
  return { tool: async () => (await opened.get()).tool(), close: opened.close };
}
