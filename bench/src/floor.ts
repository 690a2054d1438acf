import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { authenticate } from './floor/authenticate.ts';
import { chat } from './floor/chat.ts';
import { chatStream } from './floor/chat-stream.ts';
import { database } from './floor/conversation.ts';
import { model } from './floor/model.ts';

// The floor: POST /api/chat and /api/chat/stream as a careful person writes them by hand for this one job. Two round trips, no
// framework but Express.

const onError: ErrorRequestHandler = (error, _req, res, _next) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (res.headersSent) res.destroy();
  else res.status(500).json({ error: 'internal' });
};

const app = express();
app.use(express.json());
app.post('/api/chat', authenticate, chat);
app.post('/api/chat/stream', authenticate, chatStream);
app.use(onError);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`The floor is listening on http://127.0.0.1:${port}\n`);
});
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await Promise.all([database.end(), model.destroy()]);
});
