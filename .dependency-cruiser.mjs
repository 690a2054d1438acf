// Who may import whom: docs/architecture.md. A room that is not named here may not be imported at all.
const server = (room) => `^server/src/${room}/`;

/** What the files of one room may import of this repository. */
const room = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: {
    path: '^(client-sdk|prisma|offline-model|server|web|tests|bench|examples)/',
    pathNot: ['/node_modules/', ...allowed],
  },
});

/** What only one room may import from outside. */
const only = (name, packages, allowed) => ({
  name,
  severity: 'error',
  from: { path: '^(client-sdk|offline-model|server)/', pathNot: allowed },
  to: { path: `(^|/)node_modules/(${packages.join('|')})(/|$)` },
});

const contract = '^client-sdk/src/contract/';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^node:' } },
    {
      name: 'no-dev-dependencies-in-products',
      severity: 'error',
      from: { path: '^(client-sdk|offline-model|server)/src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },

    room('contract', contract, [contract]),
    room('client-sdk', '^client-sdk/src/', ['^client-sdk/src/']),
    room('offline-model', '^offline-model/', ['^offline-model/']),
    room('prisma', '^prisma/', ['^prisma/']),
    room('domain', server('domain'), [server('domain'), contract]),
    room('ports', server('ports'), [server('ports'), server('domain'), contract]),
    room('usecases', server('usecases'), [server('usecases'), server('domain'), server('ports'), contract]),
    {
      name: 'usecases-of-one-noun-alone',
      severity: 'error',
      from: { path: '^server/src/usecases/([^/]+)/' },
      to: { path: '^server/src/usecases/', pathNot: '^server/src/usecases/$1/' },
    },
    room('data', server('data'), [server('data'), server('ports'), server('domain'), contract, '^prisma/']),
    room('ai', server('ai'), [server('ai'), server('ports'), server('domain'), contract]),
    room('identity', server('identity'), [server('identity'), server('ports'), server('domain'), contract]),
    room('runs', server('runs'), [server('runs'), server('ports'), server('domain'), contract]),
    room('config', server('config'), [
      server('config'),
      server('ports'),
      server('domain'),
      '^server/src/ai/presets\\.ts$',
    ]),
    room('mcp-client', server('mcp/client'), [
      server('mcp/client'),
      server('mcp/server'),
      server('ports'),
      server('domain'),
      contract,
    ]),
    room('mcp-server', server('mcp/server'), [
      server('mcp/server'),
      server('usecases'),
      server('ports'),
      server('domain'),
      contract,
    ]),
    room('egress', server('egress'), [server('egress'), server('ports')]),
    room('sql-tool', server('sql-tool'), [server('sql-tool'), server('ports'), contract]),
    room('wire', server('wire'), [
      server('wire'),
      server('usecases'),
      server('ports'),
      server('domain'),
      contract,
    ]),
    room('tests', '^tests/', [
      '^tests/',
      '^server/src/',
      '^client-sdk/',
      '^offline-model/',
      '^prisma/',
      '^web/src/',
      '^examples/',
    ]),
    room('web', '^web/', ['^web/', '^client-sdk/src/(index|contract/index|react/index)\\.ts$']),
    room('examples', '^examples/', [
      '^examples/',
      '^client-sdk/src/(index|react/index)\\.ts$',
      '^server/src/index\\.ts$',
    ]),
    room('bench', '^bench/', ['^bench/', '^client-sdk/', '^offline-model/']),

    only(
      'express-and-trpc-in-wire',
      ['express', 'cors', 'helmet', '@trpc/server', 'superjson'],
      [server('wire'), '^server/src/(app|create-parlance|listen)\\.ts$', '^client-sdk/src/'],
    ),
    only('prisma-in-data', ['@prisma', '@electric-sql', 'pglite-prisma-adapter'], [server('data')]),
    // The SQL tool asks another database, as another role: it has no use for what `data` knows.
    only('pg-in-data-and-sql-tool', ['pg'], [server('data'), server('sql-tool')]),
    only('sql-parser-in-sql-tool', ['libpg-query'], [server('sql-tool')]),
    only('model-sdk-in-ai', ['openai', '@openai'], [server('ai')]),
    only('connections-in-ai-and-egress', ['undici'], [server('ai'), server('egress')]),
    only('addresses-in-egress', ['ipaddr.js'], [server('egress')]),
    only('mcp-in-mcp', ['@modelcontextprotocol'], [server('mcp')]),
    only('secrets-in-identity', ['jsonwebtoken', 'jose', '@node-rs'], [server('identity')]),
    {
      name: 'contract-needs-zod-alone',
      severity: 'error',
      from: { path: contract },
      to: { path: 'node_modules', pathNot: 'node_modules/(zod|@trpc/server)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^prisma/generated/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@parlance/source', 'import', 'node', 'types', 'default'],
    },
  },
};
