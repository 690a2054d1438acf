import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { OperatorServer } from '../ports/toolbox.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'Names must be lower-case letters, digits and hyphens, 32 at most');
const strings = z.record(z.string(), z.string());

const serverSchema = z.union(
  [
    z.strictObject({ url: z.url({ protocol: /^https?$/ }), headers: strings.default({}) }),
    z.strictObject({
      command: z.string().min(1),
      args: z.array(z.string()).default([]),
      env: strings.default({}),
    }),
  ],
  'Must have a url (and headers), or a command (and args, env), and nothing else',
);

const fileSchema = z.strictObject({ servers: z.record(name, serverSchema) });

/** The MCP servers of the operator's file, or what is wrong with it. Nothing in it is repeated: it holds secrets. */
export function readMcpServers(file: string | undefined): {
  servers: Record<string, OperatorServer>;
  problems: string[];
} {
  if (file === undefined) return { servers: {}, problems: [] };
  const problem = (what: string) => `MCP_SERVERS_FILE: ${what}`;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const what = error instanceof SyntaxError ? 'Must hold valid JSON' : 'Must be a file that can be read';
    return { servers: {}, problems: [problem(`${what}: ${file}`)] };
  }
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return { servers: parsed.data.servers, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) =>
    problem(path.length === 0 ? message : `${path.join('.')}: ${message}`),
  );
  return { servers: {}, problems };
}
