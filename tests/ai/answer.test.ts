import { describe, expect, test } from 'vitest';
import { gemini, openai } from '../../server/src/ai/presets.ts';
import { answer, apis, ask, eventsOf, limits, startAi } from './harness.ts';

describe.each(apis)('an answer over %s', (api) => {
  test('C1: streams the text and tells usage', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: 'Grüße aus dem 🏔️ Gebirge', usage: { inputTokens: 11, outputTokens: 7 } });

    const { events, text, outcome } = await answer(ai);

    expect(text).toBe('Grüße aus dem 🏔️ Gebirge');
    expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
    expect(events[0]).toEqual({ type: 'step-started', step: 1 });
    expect(events.slice(-2)).toEqual([
      { type: 'step-finished', step: 1, usage: { inputTokens: 11, outputTokens: 7 } },
      { type: 'finished', outcome },
    ]);
  });

  test('C1: sends instructions, history, model, temperature and token limit', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: 'ok' });
    const messages = [
      { role: 'user', text: 'One?' },
      { role: 'assistant', text: 'Two.' },
      { role: 'user', text: 'Three?' },
    ] as const;
    const bounds = { ...limits, steps: 1, toolCalls: 0, outputTokens: 77 };

    await answer(ai, ask({ model: 'other', messages, temperature: 0.3, limits: bounds }));

    const [request] = ai.model.requests;
    expect(request?.turns.map(({ role, text }) => `${role}: ${text}`)).toEqual([
      'system: Be brief.',
      'user: One?',
      'assistant: Two.',
      'user: Three?',
    ]);
    expect(request).toMatchObject({ model: 'other', stream: true, includeUsage: true, maxOutputTokens: 77 });
    expect(request?.body).toMatchObject({ temperature: 0.3 });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer key' });
  });

  test('C1: leaves out what is not set', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: 'ok' });

    await answer(ai, ask({ instructions: '' }));

    const { body, model, turns } = ai.model.requests[0] ?? { body: {}, turns: [] };
    expect(model).toBe('default-model');
    expect(turns).toHaveLength(1);
    expect(Object.keys(body).sort()).toEqual(
      api === 'responses'
        ? ['input', 'model', 'store', 'stream']
        : ['messages', 'model', 'stream', 'stream_options'],
    );
  });

  test.each(['length', 'content_filter'] as const)(
    'C1: says that the answer ended by %s',
    async (finishReason) => {
      const ai = await startAi(api);
      ai.model.script({ text: 'Half of', finishReason });

      const { text, outcome } = await answer(ai);

      expect(text).toBe('Half of');
      expect(outcome).toEqual({ status: 'completed', finishReason });
    },
  );

  test('C8: reports each model call for the log', async () => {
    let clock = 1_000;
    const ai = await startAi(api, { now: () => clock++ });
    ai.model.script({ text: 'Hi', usage: { inputTokens: 3, outputTokens: 1 } });

    await answer(ai);

    expect(ai.reports).toEqual([
      {
        model: 'default-model',
        api,
        durationMs: 2,
        firstTokenMs: 1,
        usage: { inputTokens: 3, outputTokens: 1 },
        attempts: 1,
        outcome: 'ok',
        trace: { runId: 'run-1' },
      },
    ]);
  });

  test('C1: serves many runs at once', async () => {
    const ai = await startAi(api);
    ai.model.script(
      Array.from({ length: 40 }, (_, index) => ({ text: `Answer ${index} of forty`, paceMs: 1 })),
    );

    const answers = await Promise.all(Array.from({ length: 40 }, () => answer(ai)));

    expect(new Set(answers.map(({ text }) => text)).size).toBe(40);
    expect(answers.flatMap(({ events }) => eventsOf(events, 'finished'))).toHaveLength(40);
  });
});

test('C1: has presets for OpenAI and Gemini', () => {
  for (const preset of [openai, gemini]) {
    expect(URL.canParse(preset.baseUrl)).toBe(true);
    expect(apis).toContain(preset.api);
    expect(preset.model).not.toBe('');
  }
});
