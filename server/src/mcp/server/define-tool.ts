import { requireScopes } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { callTool } from './call-tool.ts';
import type { Tool, ToolDefinition } from './tool.ts';

export const defineTool =
  <Input extends z.ZodObject, Output extends z.ZodObject>(definition: ToolDefinition<Input, Output>): Tool =>
  (server, context) => {
    const { name, title, description, input, output, hints, access } = definition;
    const scope = 'scope' in access ? access.scope : null;
    const inputSchema: z.ZodObject = input;
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema,
        outputSchema: output,
        annotations: { ...hints, openWorldHint: false },
        ...(scope !== null && { scopeChallenge: requireScopes(scope) }),
      },
      // The library has read them by the schema.
      (args) => callTool(context, definition, args as z.output<Input>),
    );
  };
