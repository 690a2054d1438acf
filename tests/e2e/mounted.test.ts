import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createParlance } from '@parlance/server';
import express from 'express';
import { expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { lastingDatabase } from '../harness/server-process.ts';

test('H7: createParlance is mounted in an Express app beside its own routes', async () => {
  const database = await lastingDatabase();
  const parlance = await createParlance({ env: { ...database.env, LOG_LEVEL: 'silent' } });
  const app = express();
  app.get('/mine', (_req, res) => {
    res.json({ mine: true });
  });
  app.use(parlance.handler);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    expect((await call(`${url}/mine`)).body).toEqual({ mine: true });
    expect((await call(`${url}/chat`, { body: { message: 'Hello' } })).status).toBe(200);
    expect((await call(`${url}/health`)).body).toMatchObject({ status: 'healthy' });
  } finally {
    server.close();
    server.closeAllConnections();
    await parlance.close();
    await database.drop();
  }
});

test('H2: createParlance names a wrong setting and starts nothing', async () => {
  await expect(
    createParlance({ env: { DATABASE_URL: 'postgresql://localhost/x', PORT: '-1' } }),
  ).rejects.toThrow(/PORT: /);
  await expect(createParlance({ env: { DATABASE_URL: 'postgresql://localhost/x' } })).rejects.toThrow(
    /JWT_SECRET: /,
  );
});
