import { describe, expect, test } from 'vitest';
import { answer, apis, failureOf, startAi } from './harness.ts';

const down = { fault: { status: 500, headers: { 'x-should-retry': 'false' } } };
const openMs = 4_000;

describe.each(apis)('the circuit breaker over %s', (api) => {
  async function openBreaker() {
    const clock = { ms: 10_000 };
    const ai = await startAi(api, { breaker: { failures: 2, openMs }, now: () => clock.ms });
    ai.model.script([down, down]);
    await answer(ai);
    await answer(ai);
    return { ai, clock };
  }

  test('C8: opens after failures in a row, and then asks nobody', async () => {
    const { ai, clock } = await openBreaker();
    clock.ms += 1_500;

    const failure = failureOf(await answer(ai));

    expect(failure).toMatchObject({ error: { code: 'model_unavailable' }, retryAfterSeconds: 3 });
    expect(ai.model.requests).toHaveLength(2);
    expect(ai.reports.at(-1)).toMatchObject({ attempts: 0, outcome: 'model_unavailable' });
  });

  test('C8: lets one call try, and closes when it succeeds', async () => {
    const { ai, clock } = await openBreaker();
    clock.ms += openMs;
    const { promise: hold, resolve: release } = Promise.withResolvers<void>();
    ai.model.script([{ text: '', hold }, { text: 'Second' }]);

    const probe = answer(ai);
    const meanwhile = await answer(ai);
    release();

    expect(failureOf(meanwhile).error.code).toBe('model_unavailable');
    expect((await probe).outcome.status).toBe('completed');
    expect((await answer(ai)).text).toBe('Second');
  });

  test('C8: lets everybody in as soon as the trial speaks', async () => {
    const { ai, clock } = await openBreaker();
    clock.ms += openMs;
    const { promise: hold, resolve: release } = Promise.withResolvers<void>();
    ai.model.script([{ text: 'First', hold }, { text: 'Second' }]);

    let second: ReturnType<typeof answer> | undefined;
    const probe = await answer(ai, undefined, {
      onEvent: ({ type }) => {
        if (type !== 'text-delta') return;
        second = answer(ai);
        void second.then(() => release());
      },
    });

    expect(probe.text).toBe('First');
    expect((await second)?.text).toBe('Second');
  });

  test('C8: stays open when the trial fails', async () => {
    const { ai, clock } = await openBreaker();
    clock.ms += openMs;
    ai.model.script(down);

    expect(failureOf(await answer(ai)).error.code).toBe('model_failed');
    expect(failureOf(await answer(ai))).toMatchObject({
      error: { code: 'model_unavailable' },
      retryAfterSeconds: 4,
    });
  });

  test('C8: a trial that is stopped leaves room for another', async () => {
    const { ai, clock } = await openBreaker();
    clock.ms += openMs;
    ai.model.script([{ fault: { hang: true } }, { text: 'Back' }]);
    const stop = new AbortController();

    const stopped = answer(ai, undefined, { signal: stop.signal });
    await expect.poll(() => ai.model.requests.length).toBe(3);
    stop.abort();

    expect((await stopped).outcome).toEqual({ status: 'stopped' });
    expect((await answer(ai)).text).toBe('Back');
  });

  test('C8: counts failures in a row only, and no mistakes of ours', async () => {
    const ai = await startAi(api, { breaker: { failures: 2, openMs } });
    const refused = { fault: { status: 400 } };
    ai.model.script([down, { text: 'fine' }, down, refused, refused, refused]);

    for (let call = 0; call < 6; call++) await answer(ai);

    expect(ai.model.requests).toHaveLength(6);
  });

  test('C8: streams that break off count too, and an open breaker ends the retries', async () => {
    const ai = await startAi(api, { breaker: { failures: 2, openMs }, maxRetries: 9 });
    ai.model.script([
      { text: 'a', fault: { cutAfter: 0 } },
      { text: 'b', fault: { endAfter: 0 } },
    ]);

    expect(failureOf(await answer(ai)).error.code).toBe('model_failed');
    expect(ai.reports).toMatchObject([{ attempts: 2 }]);
    expect(failureOf(await answer(ai)).error.code).toBe('model_unavailable');
  });
});
