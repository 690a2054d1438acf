import type { ApiInputs, BotConfig, OwnBot } from '@parlance/client-sdk';

/** An MCP server as it is filled in. */
export interface ServerForm {
  /** What the row is known by. */
  key: string;
  name: string;
  url: string;
  tools: string[] | null;
  /** What is to be stored; empty: what is stored stays. */
  authorization: string;
  forget: boolean;
  isStored: boolean;
}

/** A rule about the calls of a tool. */
export interface RuleForm {
  key: string;
  tool: string;
  rule: 'always' | 'never';
}

/** A bot as it is filled in. */
export interface BotForm {
  name: string;
  visibility: OwnBot['visibility'];
  greeting: string;
  instructions: string;
  agentType: BotConfig['agentType'];
  model: string;
  temperature: string;
  languages: string;
  builtIn: BotConfig['tools']['builtIn'];
  servers: ServerForm[];
  rules: RuleForm[];
  allowedOrigins: string;
}

type Change = Pick<ApiInputs['bot']['create'], 'name' | 'visibility' | 'config' | 'authorizations'>;

let rows = 0;
const nextKey = (): string => `row-${++rows}`;

export const newServer = (): ServerForm => ({
  key: nextKey(),
  name: '',
  url: '',
  tools: null,
  authorization: '',
  forget: false,
  isStored: false,
});

export const newRule = (): RuleForm => ({ key: nextKey(), tool: '', rule: 'always' });

export const emptyForm: BotForm = {
  name: '',
  visibility: 'private',
  greeting: '',
  instructions: '',
  agentType: 'chat',
  model: '',
  temperature: '',
  languages: '',
  builtIn: [],
  servers: [],
  rules: [],
  allowedOrigins: '',
};

/** A bot to be changed. */
export function toForm(bot: Pick<OwnBot, 'name' | 'config' | 'visibility' | 'authorizedServers'>): BotForm {
  const { config } = bot;
  return {
    name: bot.name,
    visibility: bot.visibility,
    greeting: config.greeting ?? '',
    instructions: config.instructions,
    agentType: config.agentType,
    model: config.model ?? '',
    temperature: config.temperature?.toString() ?? '',
    languages: config.languages.join(', '),
    builtIn: config.tools.builtIn,
    servers: config.tools.servers.map((server) => ({
      ...newServer(),
      ...server,
      isStored: bot.authorizedServers.includes(server.name),
    })),
    rules: Object.entries(config.tools.approval).map(([tool, rule]) => ({ key: nextKey(), tool, rule })),
    allowedOrigins: config.allowedOrigins.join('\n'),
  };
}

/** What is filled in. What the form has no field for stays as it was in `before`. */
export function fromForm(form: BotForm, before: OwnBot | null): Change {
  const { tools, ...rest } = before?.config ?? {};
  return {
    name: form.name.trim(),
    visibility: form.visibility,
    config: {
      ...rest,
      greeting: form.greeting.trim() || null,
      instructions: form.instructions,
      agentType: form.agentType,
      model: form.model.trim() || null,
      temperature: form.temperature.trim() === '' ? null : Number(form.temperature.replace(',', '.')),
      languages: form.languages.split(/[\s,،]+/).filter(Boolean),
      tools: {
        ...tools,
        builtIn: form.builtIn,
        servers: form.servers.map((one) => ({
          name: one.name.trim(),
          url: one.url.trim(),
          tools: one.tools,
        })),
        approval: Object.fromEntries(form.rules.map(({ tool, rule }) => [tool.trim(), rule])),
      },
      allowedOrigins: form.allowedOrigins.split(/\s+/).filter(Boolean),
    },
    authorizations: authorizationsOf(form.servers, before?.authorizedServers ?? []),
  };
}

/** What is new, and what is to be forgotten: also that of a server that is no longer there. */
function authorizationsOf(
  servers: readonly ServerForm[],
  stored: readonly string[],
): Record<string, string | null> {
  const gone = stored.filter((name) => !servers.some((server) => server.name.trim() === name));
  const changed = servers.flatMap(({ name, authorization, forget }): [string, string | null][] => {
    if (authorization.trim() !== '') return [[name.trim(), authorization.trim()]];
    return forget ? [[name.trim(), null]] : [];
  });
  return Object.fromEntries([...gone.map((name): [string, null] => [name, null]), ...changed]);
}
