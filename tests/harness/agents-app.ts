import { registerHooks } from 'node:module';

// An application with an agent, which tells at /loaded how much of the Agents SDK its process has loaded: Node resolves each module here.

const loaded = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (found.url.includes('/node_modules/@openai/agents')) loaded.add(found.url);
    return found;
  },
});
const { createParlance } = await import('@parlance/server');
const { default: express } = await import('express');
const parlance = await createParlance({
  agents: {
    lazy: async () => {
      const { Agent } = await import('@openai/agents');
      return new Agent({ name: 'Lazy' });
    },
  },
});
const app = express();
app.get('/loaded', (_req, res) => {
  res.json({ loaded: loaded.size });
});
app.use(parlance.handler);
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
let stopping = false;
process.on('SIGTERM', async () => {
  if (stopping) return;
  stopping = true;
  server.close();
  await parlance.close();
  server.closeAllConnections();
});
