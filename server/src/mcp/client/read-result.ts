import type { CallToolResult } from '@modelcontextprotocol/client';
import { isDeeperThan, MAX_DEPTH } from '../../domain/safe-json.ts';
import type { ToolResult } from '../../ports/agent.ts';

type Content = CallToolResult['content'][number];

/** What a tool answered, as the model reads it: structured where it is, else its texts, and what cannot be read described. */
export function readResult({ structuredContent, content, isError = false }: CallToolResult): ToolResult {
  if (isDeeperThan(structuredContent, MAX_DEPTH)) {
    return { value: `The tool answered with data nested deeper than ${MAX_DEPTH} levels.`, isError: true };
  }
  const value = structuredContent ?? content.map(textOf).join('\n');
  return { value, isError };
}

function textOf(item: Content): string {
  switch (item.type) {
    case 'text':
      return item.text;
    case 'image':
    case 'audio':
      return `[${item.type}, ${item.mimeType}, ${Math.floor((item.data.length * 3) / 4)} bytes: not shown]`;
    case 'resource_link':
      return `[resource ${item.name}: ${item.uri}]`;
    case 'resource':
      return 'text' in item.resource
        ? item.resource.text
        : `[resource ${item.resource.uri}, ${item.resource.mimeType ?? 'unknown type'}: not shown]`;
  }
}
