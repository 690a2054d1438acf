import { createParlance } from '@parlance/server';
import express from 'express';

// Settings come from the environment, by the names in .env.example.
const parlance = await createParlance();
const app = express();

// Your routes come first, and each brings the body parser that it needs.
app.get('/', (_req, res) => {
  res.type('text').send('My own page. Parlance answers everywhere else.\n');
});
app.post('/notes', express.json(), (req, res) => {
  res.status(201).json({ noted: req.body });
});

// Parlance comes last: it reads bodies by itself, with limits of its own, and answers whatever is not yours.
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
// `on`, not `once`: Ctrl-C can come twice, from the terminal and from npm, and the second would end the process at once.
process.on('SIGTERM', shutDown);
process.on('SIGINT', shutDown);
