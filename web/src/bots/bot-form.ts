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
  historyMessages: string;
  historyTokens: string;
  doubleTexting: BotConfig['doubleTexting'];
  builtIn: BotConfig['tools']['builtIn'];
  /** Names of servers that the operator set up. */
  operatorServers: string;
  servers: ServerForm[];
  rules: RuleForm[];
  allowedOrigins: string;
}

type Change = Pick<ApiInputs['bot']['create'], 'name' | 'visibility' | 'config' | 'authorizations'>;

let rows = 0;
/** Unlike that of any row in a draft of a page before. */
const nextKey = (): string => `row-${Date.now()}-${++rows}`;

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
  historyMessages: '',
  historyTokens: '',
  doubleTexting: 'reject',
  builtIn: [],
  operatorServers: '',
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
    historyMessages: config.history.messages.toString(),
    historyTokens: config.history.tokens.toString(),
    doubleTexting: config.doubleTexting,
    builtIn: config.tools.builtIn,
    operatorServers: config.tools.operatorServers.join(', '),
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
  return {
    name: form.name.trim(),
    visibility: form.visibility,
    config: {
      ...before?.config,
      greeting: form.greeting.trim() || null,
      instructions: form.instructions,
      agentType: form.agentType,
      model: form.model.trim() || null,
      temperature: numberIn(form.temperature) ?? null,
      languages: listIn(form.languages),
      history: { messages: numberIn(form.historyMessages), tokens: numberIn(form.historyTokens) },
      doubleTexting: form.doubleTexting,
      tools: {
        builtIn: form.builtIn,
        operatorServers: listIn(form.operatorServers),
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

/** The number that is filled in; undefined: none, so what is left out has its default. */
export const numberIn = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text.trim().replace(',', '.'));

const listIn = (text: string): string[] => text.split(/[\s,،]+/).filter(Boolean);

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
