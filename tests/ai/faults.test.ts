import type { Scenario } from '@parlance/offline-model';
import { describe, expect, test } from 'vitest';
import { answer, apis, failureOf, openAi, startAi, startRawServer } from './harness.ts';

const shown = {
  model_failed: 'The model could not finish this answer.',
  model_timeout: 'The model took too long to answer.',
  model_unavailable: 'The model is not available right now.',
};

const begun: [string, Scenario['fault'], keyof typeof shown][] = [
  ['the connection is cut', { cutAfter: 1 }, 'model_failed'],
  ['the stream ends without a finish', { endAfter: 1 }, 'model_failed'],
  ['the stream carries an error', { errorChunkAfter: 1 }, 'model_failed'],
  ['the response fails', { failed: true }, 'model_failed'],
  ['the stream falls silent', { stallAfter: 1 }, 'model_timeout'],
  ['a line has no end', { hugeLine: 2 * 1024 * 1024 }, 'model_failed'],
];

describe.each(apis)('a failure over %s', (api) => {
  test.each(begun)(
    'C8: after text, when %s, the text stays and the run fails',
    async (_name, fault, code) => {
      const ai = await startAi(api, { timeoutMs: 80 });
      ai.model.script({ text: ['Half ', 'an answer'], ...(fault ? { fault } : {}) });

      const result = await answer(ai);

      expect(result.text).toMatch(/^Half /);
      expect(failureOf(result)).toMatchObject({ status: 'failed', error: { code, message: shown[code] } });
      expect(failureOf(result).cause).toBeInstanceOf(Error);
      expect(ai.model.requests).toHaveLength(1);
      expect(ai.reports).toMatchObject([{ outcome: code, attempts: 1 }]);
    },
  );

  const unbegun: Scenario['fault'][] = [{ cutAfter: 0 }, { endAfter: 0 }, { errorChunkAfter: 0 }];
  test.each(unbegun)('C8: before any text, %o is tried again', async (fault) => {
    const ai = await startAi(api);
    ai.model.script([{ text: 'lost', ...(fault ? { fault } : {}) }, { text: 'Here it is' }]);

    const result = await answer(ai);

    expect(result.text).toBe('Here it is');
    expect(result.outcome.status).toBe('completed');
    expect(ai.reports).toMatchObject([{ outcome: 'ok', attempts: 2 }]);
  });

  test('C8: a model that never answers times out and its connection is closed', async () => {
    const ai = await startAi(api, { timeoutMs: 50 });
    ai.model.script({ fault: { hang: true } });

    const result = await answer(ai);

    expect(failureOf(result).error.code).toBe('model_timeout');
    expect(ai.reports).toMatchObject([{ outcome: 'model_timeout', firstTokenMs: null }]);
    expect(await ai.model.requests[0]?.outcome).toBe('aborted');
  });

  test.each([400, 401, 403, 404, 422])('C8: %i is not tried again', async (status) => {
    const ai = await startAi(api);
    ai.model.script({ fault: { status, headers: {} } });

    const result = await answer(ai);

    expect(failureOf(result)).toMatchObject({ error: { code: 'model_failed', message: shown.model_failed } });
    expect(ai.model.requests).toHaveLength(1);
  });

  test('C8: nobody at the address is model_unavailable', async () => {
    const ai = await startAi(api, { maxRetries: 1 });
    await ai.model.close();

    const result = await answer(ai);

    expect(failureOf(result).error).toEqual({ code: 'model_unavailable', message: shown.model_unavailable });
    expect(ai.reports).toMatchObject([{ outcome: 'model_unavailable', attempts: 2 }]);
  });

  test.each([
    ['a page of HTML', 'text/html', '<html>Welcome</html>'],
    ['a whole JSON answer', 'application/json', '{"choices":[]}'],
    ['what is no JSON', 'text/event-stream', 'data: {oops\n\n'],
    ['a JSON that is no object', 'text/event-stream', 'data: null\n\n'],
    ['nothing', 'text/event-stream', ''],
  ])('C8: %s in place of a stream is a failure, not an answer', async (_name, type, body) => {
    const url = await startRawServer((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(body);
    });

    const result = await answer(openAi(url, api, { maxRetries: 0 }));

    expect(result.text).toBe('');
    expect(failureOf(result).error.code).toBe('model_failed');
  });

  test('C8: an error body that never ends is cut off', async () => {
    let closed: Promise<void> | null = null;
    const url = await startRawServer((_request, response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(400, { 'content-type': 'application/json' });
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(50_000), () => setImmediate(more));
      };
      more();
    });

    const result = await answer(openAi(url, api));

    expect(failureOf(result).error.code).toBe('model_failed');
    await closed;
  });

  test('C8: an answer without end is a failure', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: Array.from({ length: 22 }, () => 'x'.repeat(500_000)) });

    const result = await answer(ai);

    expect(failureOf(result).error.code).toBe('model_failed');
    expect(result.text.length).toBeLessThanOrEqual(11 * 1024 * 1024);
  });
});
