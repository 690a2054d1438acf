/**
 * Every requirement, by its id. A test says in its name which it shows; tests/unit/requirements.test.ts holds both against each other.
 * `open` are those that no issue has built yet: an id leaves that list with its first test; `partly` says what is owed of others.
 */
export const requirements = {
  A1: 'tRPC routers',
  A2: 'POST /chat',
  A3: 'POST /api/chat',
  A4: 'selected text',
  A5: 'health',
  A6: 'REST for everything',
  A7: 'conversation state',
  A8: 'languages and Unicode',
  B1: 'written before the model is called',
  B2: 'a run belongs to the server',
  B3: 'stop',
  B4: 'idempotent sends',
  B5: 'runs survive their instance',
  B6: 'one active run per conversation',
  B7: 'PostgreSQL alone',
  C1: 'the agent module',
  C2: 'bot configuration',
  C3: 'retrieval as one step',
  C4: 'tools through MCP',
  C5: 'visible tool calls',
  C6: 'approvals',
  C7: 'SQL tool',
  C8: 'deadlines, retries, circuit breaker',
  C9: 'offline model',
  D1: 'tasks in conversation',
  D2: 'tasks over REST and tRPC',
  D3: 'MCP server',
  E1: 'documents',
  E2: 'ingestion',
  E3: 'chunks and embeddings',
  E4: 'hybrid search and citations',
  E5: 'retrieval, measured',
  F1: 'accounts',
  F2: 'tokens, API keys, roles',
  F3: 'ownership',
  F4: 'rate limits',
  F5: 'plans',
  F6: 'usage',
  G1: 'client-sdk',
  G2: 'AI SDK',
  G3: 'ChatKit',
  G4: 'OpenAI-compatible',
  G5: 'the page',
  H1: 'two commands',
  H2: 'settings',
  H3: 'logs',
  H4: 'errors',
  H5: 'CORS, headers, limits of bodies',
  H6: 'shutdown, metrics',
  H7: 'migrations and packaging',
  H8: 'speed',
} as const;

/** The id of a requirement. */
export type RequirementId = keyof typeof requirements;

/** Not built yet. */
export const open: readonly RequirementId[] = ['C3', 'E1', 'E2', 'E3', 'E4', 'E5', 'F5', 'G2', 'G3', 'G4'];

/** Built in part: what is still owed of those that have tests. */
export const partly: Readonly<Partial<Record<RequirementId, string>>> = {
  A1: 'the routers document, usage and billing',
  A6: 'the OpenAPI document and Swagger UI',
  A7: 'a summary of the messages that were left out',
  C2: 'agent type rag, retrieval settings',
  F6: 'usage by user, bot and day, and its cost',
  G1: 'options for useChatKit',
  G5: 'citations, uploads',
  H6: '/metrics, OpenTelemetry',
  H7: 'Docker image, compose file, Vercel entry',
};

/** Shown by a command and not by a test: no test asserts a time. */
export const measured: readonly RequirementId[] = ['H1', 'H8'];
