import type { Client, Tool } from '@modelcontextprotocol/client';
import { cleanJson, cleanText } from '../../domain/clean.ts';
import { isDeeperThan } from '../../domain/safe-json.ts';
import { LIST_MS } from './new-client.ts';
import type { ListedTool } from './tool-server.ts';

// Of one server; a model is offered all of them at once.
const MAX_TOOLS = 64;
const MAX_NAME = 256;
const MAX_DESCRIPTION = 2_000;
const MAX_SCHEMA_DEPTH = 24;
const MAX_SCHEMA_LENGTH = 16_384;

/** The tools of a server, as far as a model can be offered them: what is too much of a description is cut, of a tool left out. */
export async function listTools(client: Client, signal?: AbortSignal): Promise<ListedTool[]> {
  const { tools } = await client.listTools(undefined, { timeout: LIST_MS, ...(signal && { signal }) });
  const usable = new Map<string, ListedTool>();
  for (const tool of tools) {
    if (usable.size === MAX_TOOLS) break;
    if (!usable.has(tool.name) && isUsable(tool)) usable.set(tool.name, toListed(tool));
  }
  return [...usable.values()];
}

const isUsable = ({ name, inputSchema }: Tool): boolean =>
  name.length <= MAX_NAME &&
  !isDeeperThan(inputSchema, MAX_SCHEMA_DEPTH) &&
  JSON.stringify(inputSchema).length <= MAX_SCHEMA_LENGTH;

function toListed({ name, title, description, inputSchema, annotations = {} }: Tool): ListedTool {
  // Which dialect it is in is nothing to a model, which reads, and is paid for, each word of it in each call.
  const { $schema: _, ...parameters } = cleanJson(inputSchema) as Record<string, unknown>;
  return {
    name,
    description: cleanText((description ?? title ?? '').slice(0, MAX_DESCRIPTION)),
    parameters,
    hints: {
      readOnly: annotations.readOnlyHint === true,
      idempotent: annotations.idempotentHint === true || annotations.readOnlyHint === true,
    },
  };
}
