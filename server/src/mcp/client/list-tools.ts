import type { Client } from '@modelcontextprotocol/client';
import { cleanJson, cleanText } from '../../domain/clean.ts';
import { isDeeperThan } from '../../domain/safe-json.ts';
import { LIST_MS } from './new-client.ts';
import type { ListedTool } from './tool-server.ts';

// Of one server; a model is offered all of them at once.
const MAX_TOOLS = 64;
const MAX_DESCRIPTION = 2_000;
const MAX_SCHEMA_DEPTH = 24;
const MAX_SCHEMA_LENGTH = 16_384;

/** The tools of a server, as far as a model can be offered them: what is too much of a description is cut, of a tool left out. */
export async function listTools(client: Client, signal?: AbortSignal): Promise<ListedTool[]> {
  const { tools } = await client.listTools(undefined, { timeout: LIST_MS, ...(signal && { signal }) });
  return tools
    .filter(({ name, inputSchema }) => name.length <= 256 && isUsable(inputSchema))
    .slice(0, MAX_TOOLS)
    .map(({ name, title, description, inputSchema, annotations = {} }) => ({
      name,
      description: cleanText((description ?? title ?? '').slice(0, MAX_DESCRIPTION)),
      parameters: cleanJson(inputSchema) as Record<string, unknown>,
      hints: {
        readOnly: annotations.readOnlyHint === true,
        idempotent: annotations.idempotentHint === true || annotations.readOnlyHint === true,
      },
    }));
}

const isUsable = (schema: object): boolean =>
  !isDeeperThan(schema, MAX_SCHEMA_DEPTH) && JSON.stringify(schema).length <= MAX_SCHEMA_LENGTH;
