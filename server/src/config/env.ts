import { isIP } from 'node:net';
import { z } from 'zod';
import { isWellEncoded } from '../domain/well-encoded.ts';

/** Characters that the secret of our tokens has at least. */
export const SHORTEST_SECRET = 32;

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const whole = (least: number, most: number) =>
  z.string().regex(/^\d+$/, 'Must be a whole number').transform(Number).pipe(z.number().min(least).max(most));
const httpUrl = z.url({ protocol: /^https?$/, error: 'Must be an http:// or https:// URL' });
const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'Must be a postgresql:// URL' })
  .refine(isWellEncoded, 'Must be percent-encoded: a percent sign itself is %25');
const schemaName = z
  .string()
  .regex(
    /^(?!pg_|information_schema$)[a-z_][\w$]{0,62}$/i,
    'Must be names of schemas, not of the system, separated by commas',
  );
const DAY_MS = 24 * 3_600_000;

/** Every setting, as the environment says it. Names are fixed; `.env.example` explains each. */
export const envSchema = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: postgresUrl.optional(),
  SQL_TOOL_DATABASE_URL: postgresUrl.optional(),
  SQL_TOOL_SCHEMA: z
    .string()
    .transform((list) => list.split(',').map((schema) => schema.trim()))
    .pipe(z.array(schemaName))
    .default(['public']),
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'Must be one line of ASCII characters')
    .optional(),
  OPENAI_BASE_URL: z
    .union([z.enum(['openai', 'gemini']), httpUrl], 'Must be an http(s) URL, openai or gemini')
    .optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_API: z.enum(['chat_completions', 'responses']).optional(),
  JWT_SECRET: z.string().min(SHORTEST_SECRET, `Must have at least ${SHORTEST_SECRET} characters`).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWKS_URL: httpUrl.optional(),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.union([z.literal('*'), httpUrl.refine(isOrigin, 'Must be origins without a path')])))
    .optional(),
  IMAGE_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim().toLowerCase()))
    .pipe(z.array(httpUrl.refine(isOrigin, 'Must be origins without a path')))
    .optional(),
  RATE_LIMIT_PER_MINUTE: whole(0, 1_000_000_000).default(60),
  ALLOW_ANONYMOUS_CHAT: flag.default(true),
  MCP_SERVERS_FILE: z.string().optional(),
  EGRESS_ALLOW: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim().toLowerCase()))
    .pipe(
      z.array(
        z
          .string()
          .regex(/^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+):\d{1,5}$/, 'Must be host:port, separated by commas')
          .refine((entry) => Number(entry.split(':').at(-1)) <= 65_535, 'Must have ports of 65535 at most'),
      ),
    )
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  INSTANCE_ID: z.string().max(100).optional(),
  RUN_LEASE_MS: whole(1_000, DAY_MS).default(15_000),
  APPROVAL_TIMEOUT_MS: whole(1_000, 30 * DAY_MS).default(DAY_MS),
  MODEL_TIMEOUT_MS: whole(100, DAY_MS).default(60_000),
  SHUTDOWN_GRACE_MS: whole(0, DAY_MS).default(10_000),
  TRUST_PROXY: z
    .string()
    .refine(
      (value) => /^(true|false|\d{1,3})$/.test(value) || value.split(',').every(isProxy),
      'Must be a number of proxies, or addresses or subnets (10.0.0.0/8, loopback) separated by commas',
    )
    .optional(),
});

/** The settings as they were read. */
export type Env = z.output<typeof envSchema>;

/** A setting that is wrong, by name. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(
      `Settings are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n.env.example explains each one.`,
    );
    this.name = 'SettingsError';
  }
}

/** Reads the settings; an empty one counts as not set. Throws SettingsError naming every setting that is wrong. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = envSchema.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new SettingsError(
    parsed.error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`),
  );
}

/** What Express takes for a proxy: an address, a subnet, or the name of some. */
function isProxy(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.trim().split('/');
  if (bits === undefined) return isIP(address) !== 0 || /^(loopback|linklocal|uniquelocal)$/.test(address);
  const most = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function isOrigin(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === url;
}
