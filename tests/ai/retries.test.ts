import { describe, expect, test } from 'vitest';
import { answer, apis, failureOf, openAi, startAi, startRawServer } from './harness.ts';

const limited = (headers: Record<string, string>, status = 429) => ({ fault: { status, headers } });

describe.each(apis)('retries over %s', (api) => {
  test('C8: 429 is tried again when the endpoint says so', async () => {
    const ai = await startAi(api, { retryDelayMs: 60_000 });
    const wait = { 'retry-after-ms': '20', 'retry-after': '3600' };
    ai.model.script([limited(wait), limited(wait), { text: 'At last' }]);
    const startedAt = performance.now();

    const result = await answer(ai);

    expect(result.text).toBe('At last');
    expect(performance.now() - startedAt).toBeGreaterThan(38);
    expect(ai.reports).toMatchObject([{ outcome: 'ok', attempts: 3 }]);
  });

  test.each(['0', 'Thu, 01 Jan 1970 00:00:00 GMT'])('C8: understands retry-after: %s', async (value) => {
    const ai = await startAi(api, { retryDelayMs: 60_000 });
    ai.model.script([limited({ 'retry-after': value }, 503), { text: 'Back' }]);

    expect((await answer(ai)).text).toBe('Back');
  });

  test('C8: 429 to the end is model_unavailable and says how long to wait', async () => {
    const ai = await startAi(api, { maxRetries: 1 });
    ai.model.script([limited({ 'retry-after-ms': '5' }), limited({ 'retry-after-ms': '1500' })]);

    const failure = failureOf(await answer(ai));

    expect(failure).toMatchObject({ error: { code: 'model_unavailable' }, retryAfterSeconds: 2 });
    expect(ai.model.requests).toHaveLength(2);
  });

  test('C8: a wait that is too long is told, not waited for', async () => {
    const ai = await startAi(api);
    ai.model.script(limited({ 'retry-after': '31' }));

    const failure = failureOf(await answer(ai));

    expect(failure).toMatchObject({ error: { code: 'model_unavailable' }, retryAfterSeconds: 31 });
    expect(ai.model.requests).toHaveLength(1);
  });

  test.each([408, 409, 500, 503])('C8: %i is tried again', async (status) => {
    const ai = await startAi(api);
    ai.model.script([limited({}, status), { text: 'Better' }]);

    expect((await answer(ai)).text).toBe('Better');
    expect(ai.reports).toMatchObject([{ attempts: 2 }]);
  });

  test('C8: 500 to the end is model_failed', async () => {
    const ai = await startAi(api, { maxRetries: 2 });
    ai.model.script([limited({}, 500), limited({}, 500), limited({}, 500)]);

    expect(failureOf(await answer(ai)).error.code).toBe('model_failed');
    expect(ai.reports).toMatchObject([{ attempts: 3, outcome: 'model_failed' }]);
  });

  test('C8: x-should-retry has the last word', async () => {
    const ai = await startAi(api);
    ai.model.script(limited({ 'x-should-retry': 'false' }, 500));

    expect(failureOf(await answer(ai)).error.code).toBe('model_failed');
    expect(ai.model.requests).toHaveLength(1);
  });

  test('C8: a spent quota is not tried again', async () => {
    let requests = 0;
    const url = await startRawServer((_request, response) => {
      requests += 1;
      response.writeHead(429, { 'content-type': 'application/json' });
      response.end(
        '{"error":{"message":"Pay first.","type":"insufficient_quota","code":"insufficient_quota"}}',
      );
    });

    expect(failureOf(await answer(openAi(url, api))).error.code).toBe('model_unavailable');
    expect(requests).toBe(1);
  });

  test('C8: a connection that dies before the answer is tried again', async () => {
    const url = await startRawServer((request) => request.socket.destroy());
    const ai = openAi(url, api);

    expect(failureOf(await answer(ai)).error.code).toBe('model_unavailable');
    expect(ai.reports).toMatchObject([{ attempts: 3 }]);
  });
});
