import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { RegisteredAgents } from './ai/agents-sdk/registered-agent.ts';
import { type Ai, createAi } from './ai/create-ai.ts';
import { createBackground } from './background.ts';
import type { Config } from './config/config.ts';
import { defaultBot } from './config/default-bot.ts';
import { readJwtSecret } from './config/jwt-secret.ts';
import { createApiKeys } from './data/api-keys.ts';
import { createApprovals } from './data/approvals.ts';
import { createBots } from './data/bots.ts';
import { createConversations } from './data/conversations.ts';
import { createFeedback } from './data/feedback.ts';
import { createLogins } from './data/logins.ts';
import { startMaintenance } from './data/maintenance.ts';
import { openDatabase } from './data/open-database.ts';
import { createRateLimits } from './data/rate-limits.ts';
import { createRunEvents } from './data/run-events.ts';
import { Scope } from './data/scope.ts';
import type { Database } from './data/sql.ts';
import { createTasks } from './data/tasks.ts';
import { createTurns } from './data/turns.ts';
import { createUsers } from './data/users.ts';
import { createOwnTokens } from './identity/access-tokens.ts';
import { createPasswords } from './identity/passwords.ts';
import { createSealer } from './identity/sealer.ts';
import { createTokenReader } from './identity/token-reader.ts';
import { createLog } from './log.ts';
import { openAgents } from './open-agents.ts';
import { openEgress } from './open-egress.ts';
import { type McpServerFor, openMcp } from './open-mcp.ts';
import { type ModelEndpoint, openModel } from './open-model.ts';
import { type OpenSqlTool, openSqlTool } from './open-sql-tool.ts';
import { openToolbox } from './open-toolbox.ts';
import type { AgentTool } from './ports/agent.ts';
import type { Deps } from './ports/deps.ts';
import type { Abandoned } from './ports/turns.ts';
import { createRunEngine } from './runs/engine.ts';
import { recoverTurns } from './usecases/chat/recover-turns.ts';
import { createHttp } from './wire/http.ts';

/** What an application or a test brings along, or puts in place of what the configuration would build. */
export interface AppOverrides {
  log?: Logger;
  database?: Database;
  /** Tools that every bot has. */
  tools?: readonly AgentTool[];
  /** Agents of the Agents SDK, by the names that bots know them by. */
  agents?: RegisteredAgents;
  /** Where the built page is; null: there is none. */
  pageFolder?: string | null;
  /** The server behind /mcp. */
  mcpServer?: McpServerFor;
}

/** A server that is built and not listening yet. */
export interface App {
  http: Express;
  deps: Deps;
  log: Logger;
  database: Database;
  model: ModelEndpoint;
  /** Whether the page is built, and served at `/`. */
  hasPage: boolean;
  /** Stops: no new runs, the running ones finish within the grace or end as interrupted, then everything is released. */
  close(): Promise<void>;
}

const PAGE_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Builds everything, once. The only place where rooms are put together. */
export async function createApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  await using undo = new AsyncDisposableStack();
  const log = overrides.log ?? createLog(config.logLevel);
  const database =
    overrides.database ??
    (await openDatabase(config, (err) => log.warn({ err }, 'a database connection broke')));
  undo.defer(() => database.close());
  const model = await openModel(config.model);
  undo.defer(() => model.close());
  const { agents = {} } = overrides;
  const ai = createAi({
    agents,
    endpoint: model.endpoint,
    timeoutMs: config.modelTimeoutMs,
    onModelCall: ({ cause, trace, ...report }) =>
      report.outcome === 'ok' || report.outcome === 'aborted'
        ? log.info({ ...trace, ...report }, 'model call')
        : log.warn({ ...trace, ...report, modelErr: cause }, 'model call'),
    onToolFault: ({ cause, trace, ...fault }) =>
      log.error({ ...trace, ...fault, err: cause }, 'a tool failed'),
  });
  undo.defer(() => ai.close());

  const scope = new Scope(database.prisma);
  const turns = createTurns(database.sql, { instanceId: config.instanceId, leaseMs: config.runLeaseMs });
  const background = createBackground(log);
  const secret = readJwtSecret(config);
  const bots = createBots(scope, createSealer(secret));
  await bots.ensureOperatorBot(defaultBot);
  const runtimes = await openAgents(bots, agents);
  const own = createOwnTokens(secret);
  const sqlTool = openSqlTool(config, (err) => log.error({ err }, 'the SQL tool failed'));
  undo.defer(() => sqlTool.close());
  const deps = await buildDeps(config, {
    log,
    database,
    scope,
    ai,
    bots,
    turns,
    background,
    own,
    tools: overrides.tools ?? [],
    sqlTool: sqlTool.tool,
    runtimes,
  });
  undo.defer(() => deps.egress.close());
  undo.defer(() => deps.toolbox.close());
  const mcp = openMcp(deps, log, overrides.mcpServer);
  undo.defer(() => mcp.close());
  undo.defer(() => background.close(config.shutdownGraceMs));
  undo.defer(() => deps.runs.close(config.shutdownGraceMs));
  undo.defer(startMaintenance(scope, (err) => log.error({ err }, 'maintenance failed')));
  // Nobody else can be answering what an embedded database says is being answered; before anybody asks for more.
  if (database.kind === 'embedded') await takeOver(deps, 'all');

  let stopping = false;
  const { outsideIssuer } = config;
  const outside = outsideIssuer === null ? null : await openIssuer(outsideIssuer, deps);
  const tokens = createTokenReader({ own, outside, apiKeys: deps.apiKeys });
  const { pageFolder = PAGE_FOLDER } = overrides;
  const http = createHttp({ deps, tokens }, log, {
    ...config,
    pageFolder,
    mcp,
    isStopping: () => stopping,
  });
  const release = undo.move();
  return {
    http,
    deps,
    log,
    database,
    model: model.endpoint,
    hasPage: pageFolder !== null && existsSync(join(pageFolder, 'index.html')),
    close: async () => {
      stopping = true;
      await release.disposeAsync();
    },
  };
}

interface Parts {
  log: Logger;
  database: Database;
  scope: Scope;
  ai: Ai;
  bots: Deps['bots'];
  turns: Deps['turns'];
  background: Deps['background'];
  own: Deps['accessTokens'];
  tools: readonly AgentTool[];
  sqlTool: OpenSqlTool['tool'];
  runtimes: readonly string[];
}

async function buildDeps(config: Config, parts: Parts): Promise<Deps> {
  const { log, database, scope, ai, turns } = parts;
  const runEvents = createRunEvents(database);
  const takeOverSoon = (of: Abandoned) => {
    takeOver(deps, of).catch((err: unknown) => log.error({ err }, 'runs not taken over'));
  };
  const settings = {
    version,
    defaultBotId: defaultBot.id,
    runtimes: parts.runtimes,
    rateLimitPerMinute: config.rateLimitPerMinute,
    corsOrigins: config.corsOrigins,
    allowAnonymousChat: config.allowAnonymousChat,
  };
  const tasks = createTasks(scope);
  const egress = openEgress({ allow: config.egressAllow });
  const deps: Deps = {
    settings,
    turns,
    bots: parts.bots,
    conversations: createConversations(scope, database.sql),
    feedback: createFeedback(scope),
    tasks,
    users: createUsers(scope),
    logins: createLogins(scope),
    apiKeys: createApiKeys(scope),
    rateLimits: createRateLimits(database.sql),
    passwords: await createPasswords(),
    accessTokens: parts.own,
    agent: ai.runtime,
    tools: parts.tools,
    egress,
    toolbox: openToolbox(
      {
        deps: { settings, tasks },
        sqlTool: parts.sqlTool,
        bots: parts.bots,
        egress,
        operatorServers: config.mcpServers,
      },
      log,
    ),
    runEvents,
    approvals: createApprovals(database.sql),
    runs: createRunEngine({
      agent: ai.runtime,
      turns,
      events: runEvents,
      leaseMs: config.runLeaseMs,
      approvalTimeoutMs: config.approvalTimeoutMs,
      imageOrigins: config.imageOrigins,
      // What a provider said may quote the prompt: see log.ts.
      onFailure: (trace, { code }, cause) =>
        log.error({ ...trace, code, [code.startsWith('model_') ? 'modelErr' : 'err']: cause }, 'run failed'),
      onWriteFailure: (err) => log.error({ err }, 'runs not written, trying again'),
      onFree: (runId) => takeOverSoon(runId === null ? 'expired' : { runId }),
      onNext: (conversationId) => takeOverSoon({ conversationId }),
    }),
    background: parts.background,
    pingDatabase: async () => {
      try {
        await database.sql.query({ name: 'ping', text: 'SELECT 1' }, []);
      } catch (err) {
        log.warn({ err }, 'the database does not answer');
        throw err;
      }
    },
  };
  return deps;
}

async function takeOver(deps: Deps, of: Abandoned): Promise<void> {
  let next = of;
  // They are taken some at a time.
  while ((await recoverTurns(deps, next)).length > 0 && typeof next === 'string') next = 'expired';
}

// The library is loaded only where there is an outside issuer.
async function openIssuer(options: NonNullable<Config['outsideIssuer']>, deps: Deps) {
  const { createOutsideIssuer } = await import('./identity/outside-issuer.ts');
  return createOutsideIssuer(options, deps.users);
}
