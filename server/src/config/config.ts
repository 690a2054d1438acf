import { hostname } from 'node:os';
import type { LevelWithSilent } from 'pino';
import { gemini, openai } from '../ai/presets.ts';
import type { OperatorServer } from '../ports/toolbox.ts';
import { type Env, SettingsError } from './env.ts';
import { readMcpServers } from './mcp-servers.ts';

/** Which model answers. */
export interface ModelConfig {
  baseUrl: string;
  apiKey: string;
  name: string;
  api: 'chat_completions' | 'responses';
}

/** Everything that the operator decides, typed. */
export interface Config {
  host: string;
  port: number;
  logLevel: LevelWithSilent;
  /** Files of the embedded server; null: nothing is kept, for tests. */
  dataDir: string | null;
  /** null: the embedded database. */
  databaseUrl: string | null;
  /** The database that bots may ask by SQL, and the schemas of it; null: none. */
  sqlTool: { url: string; schemas: readonly string[] } | null;
  /** null: the built-in offline model. */
  model: ModelConfig | null;
  modelTimeoutMs: number;
  /** null: made at the first start and kept in dataDir. */
  jwtSecret: string | null;
  outsideIssuer: { issuer: string; jwksUrl: string; audience: string | null } | null;
  corsOrigins: readonly string[];
  /** Origins that images in answers may be loaded from. */
  imageOrigins: readonly string[];
  rateLimitPerMinute: number;
  allowAnonymousChat: boolean;
  instanceId: string;
  runLeaseMs: number;
  /** How long a tool call waits for somebody to allow it. */
  approvalTimeoutMs: number;
  shutdownGraceMs: number;
  /** MCP servers that bots may use by name. */
  mcpServers: Readonly<Record<string, OperatorServer>>;
  /** `host:port` of what users' URLs may name although it is not public. */
  egressAllow: readonly string[];
  /** Express's `trust proxy`. */
  trustProxy: boolean | number | string;
}

const presets = { openai, gemini };

/** Derives the configuration from the settings. Throws SettingsError where they do not fit each other. */
export function readConfig(env: Env): Config {
  const problems: string[] = [];
  if (env.DATABASE_URL !== undefined && env.JWT_SECRET === undefined) {
    problems.push(
      'JWT_SECRET: Must be set (32 characters or more, the same on all instances) when DATABASE_URL is',
    );
  }
  if ((env.JWT_ISSUER === undefined) !== (env.JWKS_URL === undefined)) {
    problems.push('JWT_ISSUER, JWKS_URL: Must be set together');
  }
  const where = env.OPENAI_BASE_URL;
  if (where !== undefined && !isPreset(where) && env.OPENAI_MODEL === undefined) {
    problems.push('OPENAI_MODEL: Must be set when OPENAI_BASE_URL is a URL');
  }
  if (where !== undefined && isPreset(where) && env.OPENAI_API_KEY === undefined) {
    problems.push(`OPENAI_API_KEY: Must be set when OPENAI_BASE_URL is ${where}`);
  }
  const servers = readMcpServers(env.MCP_SERVERS_FILE);
  problems.push(...servers.problems);
  const { DATABASE_URL: own, SQL_TOOL_DATABASE_URL: asked } = env;
  if (own !== undefined && asked !== undefined && isSameRole(own, asked)) {
    problems.push(
      'SQL_TOOL_DATABASE_URL: Must not be the role of DATABASE_URL in its database: make a role that only reads',
    );
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    sqlTool: asked === undefined ? null : { url: asked, schemas: env.SQL_TOOL_SCHEMA },
    model: readModel(env),
    modelTimeoutMs: env.MODEL_TIMEOUT_MS,
    jwtSecret: env.JWT_SECRET ?? null,
    outsideIssuer:
      env.JWT_ISSUER !== undefined && env.JWKS_URL !== undefined
        ? { issuer: env.JWT_ISSUER, jwksUrl: env.JWKS_URL, audience: env.JWT_AUDIENCE ?? null }
        : null,
    corsOrigins: env.CORS_ORIGINS ?? [],
    imageOrigins: env.IMAGE_ORIGINS ?? [],
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    allowAnonymousChat: env.ALLOW_ANONYMOUS_CHAT,
    instanceId: env.INSTANCE_ID ?? `${hostname()}-${process.pid}`,
    runLeaseMs: env.RUN_LEASE_MS,
    approvalTimeoutMs: env.APPROVAL_TIMEOUT_MS,
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    mcpServers: servers.servers,
    egressAllow: env.EGRESS_ALLOW ?? [],
    trustProxy: readTrustProxy(env.TRUST_PROXY),
  };
}

function readModel(env: Env): ModelConfig | null {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: where } = env;
  if (apiKey === undefined && where === undefined) return null;
  const preset = where === undefined ? presets.openai : isPreset(where) ? presets[where] : null;
  return {
    baseUrl: preset?.baseUrl ?? where ?? '',
    // Local servers such as Ollama take any key.
    apiKey: apiKey ?? 'none',
    name: env.OPENAI_MODEL ?? preset?.model ?? '',
    api: env.OPENAI_API ?? preset?.api ?? 'chat_completions',
  };
}

const isPreset = (where: string): where is keyof typeof presets => where in presets;

/** Whatever the port: a pooler on another one leads to the same role. */
function isSameRole(one: string, other: string): boolean {
  return JSON.stringify(roleOf(one)) === JSON.stringify(roleOf(other));
}

/** As the driver reads an address: what its query says goes first. */
function roleOf(address: string): (string | null)[] {
  const { hostname: host, pathname, username, searchParams } = new URL(address);
  const database = decodeURIComponent(pathname.slice(1));
  return [
    searchParams.get('host') ?? host.toLowerCase(),
    database,
    searchParams.get('user') ?? decodeURIComponent(username),
  ];
}

function readTrustProxy(value: string | undefined): boolean | number | string {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  return /^\d+$/.test(value) ? Number(value) : value;
}
