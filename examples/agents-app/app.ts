import { createParlance } from '@parlance/server';
import express from 'express';
import { helpDesk } from './agents.ts';

const parlance = await createParlance({ agents: { 'help desk': helpDesk } });
const app = express();
app.use(parlance.handler);

const server = app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', (error) => {
  if (error) throw error;
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    console.log(`listening on http://127.0.0.1:${address.port}`);
  }
});

let stopping = false;

/** Takes no more connections, lets the answers finish (SHUTDOWN_GRACE_MS), releases the database, and ends. */
async function shutDown() {
  if (stopping) return;
  stopping = true;
  server.close();
  await parlance.close();
  server.closeAllConnections();
}
// `on`, not `once`: the Agents SDK ends a process at once that nobody else seems to look after.
process.on('SIGTERM', shutDown);
process.on('SIGINT', shutDown);
