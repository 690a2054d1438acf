import { McpServer } from '@modelcontextprotocol/server';
import { completeTask } from './tasks/complete-task.ts';
import { createTask } from './tasks/create-task.ts';
import { deleteTask } from './tasks/delete-task.ts';
import { getTask } from './tasks/get-task.ts';
import { listTasks } from './tasks/list-tasks.ts';
import { updateTask } from './tasks/update-task.ts';
import type { Tool, ToolContext } from './tool.ts';

const tools: readonly Tool[] = [createTask, listTasks, getTask, updateTask, completeTask, deleteTask];

// The list changes with a new version of the server alone.
const cacheHint = { ttlMs: 300_000, cacheScope: 'private' } as const;

/** An MCP server with the built-in tools, that works for one caller: each call is held against what the caller may do. */
export function createMcpServer(context: ToolContext): McpServer {
  const server = new McpServer(
    { name: 'parlance', title: 'Parlance', version: context.deps.settings.version },
    {
      capabilities: { tools: { listChanged: false } },
      instructions: 'Tools over the tasks of the person who is signed in: their to-do list.',
      cacheHints: { 'tools/list': cacheHint, 'server/discover': cacheHint },
    },
  );
  for (const tool of tools) tool(server, context);
  return server;
}
