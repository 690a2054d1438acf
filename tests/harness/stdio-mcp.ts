// A program that speaks MCP over its standard input and output.
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const say = (said: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(said) }] });

serveStdio(() => {
  const server = new McpServer({ name: 'program', version: '1.0.0' });
  const inputSchema = z.object({});
  const annotations = { readOnlyHint: true };
  server.registerTool('process', { description: 'Who it is', inputSchema, annotations }, () =>
    say({ pid: process.pid, args: process.argv.slice(2) }),
  );
  server.registerTool('environment', { description: 'What it has', inputSchema, annotations }, () =>
    say(process.env),
  );
  server.registerTool('write', { description: 'Changes something', inputSchema }, () => say('written'));
  return server;
});
