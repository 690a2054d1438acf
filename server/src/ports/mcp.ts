import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Trace } from './agent.ts';
import type { Caller } from './request.ts';

/** For whom an MCP server's tools work, and what stands in the log of their failures. */
export interface McpCaller extends Caller {
  trace: Trace;
}

/** MCP over HTTP, for a door that knows who calls. */
export interface McpHttp {
  /** Answers one message. `resourceMetadataUrl`: where the caller is told to ask how to get a token that may do more. */
  serve(
    http: { req: IncomingMessage; res: ServerResponse },
    message: object,
    caller: McpCaller,
    resourceMetadataUrl: string,
  ): Promise<void>;
  /** Ends what is still open. */
  close(): Promise<void>;
}
