import { Agent } from '@openai/agents';
import {
  assistantMessage,
  functionCall,
  modelError,
  modelStream,
  ScriptedModel,
} from '@openai/agents/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answer, eventsOf, failureOf, openAi, startRawServer } from './harness.ts';
import { ask, callOf, look, start } from './support/desk.ts';

test('C1: an agent with a model of its own is answered by that one, in the same steps', async () => {
  const model = new ScriptedModel([
    [functionCall('look_up', { order: '7' }, { callId: 'same' })],
    modelStream([
      { type: 'output_text_delta', delta: 'It is ' },
      { type: 'output_text_delta', delta: 'paid.' },
      {
        type: 'response_done',
        response: {
          id: 'r',
          usage: { inputTokens: 5, outputTokens: 2, totalTokens: 7 },
          output: [assistantMessage('It is paid.')],
        },
      },
    ]),
    [assistantMessage('In one piece.')],
    modelError(new Error('secret detail')),
    modelStream([{ type: 'output_text_delta', delta: 'Half' }]),
    modelError(new DOMException('Gone', 'AbortError')),
  ]);
  const ai = await start(new Agent({ name: 'Desk', model, tools: [look] }));

  const first = await answer(ai, ask());
  expect(first.text).toBe('It is paid.');
  expect(eventsOf(first.events, 'tool-call-finished')).toMatchObject([
    { result: { order: '7', paid: true } },
  ]);
  expect(eventsOf(first.events, 'step-finished').at(-1)?.usage).toEqual({ inputTokens: 5, outputTokens: 2 });
  expect(model.lastCall?.request.systemInstructions).toBe('Be brief.');
  expect((await answer(ai, ask())).text).toBe('In one piece.');
  expect(failureOf(await answer(ai, ask())).error.code).toBe('internal');
  const cut = await answer(ai, ask());
  expect(cut.text).toBe('Half');
  expect(failureOf(cut).error.code).toBe('model_failed');
  expect(failureOf(await answer(ai, ask())).error.code).toBe('model_failed');
  expect(ai.model.requests).toEqual([]);
});

test("C1, C2: an agent that names a model of the endpoint gets it; one that names none, the bot's or the configured", async () => {
  const ai = await start(new Agent({ name: 'Desk', model: 'special', modelSettings: { temperature: 0.1 } }));
  const plain = await start(new Agent({ name: 'Desk' }));
  for (const { model } of [ai, plain]) model.script([{ text: '.' }, { text: '.' }]);

  for (const run of [ask(), ask({ model: 'the-bots', temperature: 0.9 })]) {
    await answer(ai, run);
    await answer(plain, run);
  }

  expect(ai.model.requests.map(({ model, body }) => [model, body['temperature']])).toEqual([
    ['special', 0.1],
    ['special', 0.1],
  ]);
  expect(plain.model.requests.map(({ model, body }) => [model, body['temperature']])).toEqual([
    ['default-model', undefined],
    ['the-bots', 0.9],
  ]);
});

test('C1: a structured answer is asked for as one, and a tool can be the answer', async () => {
  const outputType = z.object({ paid: z.boolean() });
  const ai = await start(new Agent({ name: 'Desk', outputType }));
  ai.model.script([{ text: '{"paid":true}' }, { text: 'yes' }]);

  expect((await answer(ai, ask())).text).toBe('{"paid":true}');
  expect(ai.model.requests[0]?.body['response_format']).toMatchObject({
    type: 'json_schema',
    json_schema: { schema: { properties: { paid: { type: 'boolean' } } } },
  });
  expect(failureOf(await answer(ai, ask())).error.code).toBe('model_failed');

  const quick = await start(
    new Agent({ name: 'Desk', tools: [look], toolUseBehavior: 'stop_on_first_tool' }),
  );
  quick.model.script({ toolCalls: [callOf('look_up', { order: '7' })] });
  const { text, outcome } = await answer(quick, ask());
  expect(text).toBe('{"order":"7","paid":true}');
  expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
});

test('C1: what an endpoint wants back with a call goes back with it in the same run', async () => {
  const bodies: string[] = [];
  const extra = { google: { thought_signature: 'c2lnbmF0dXJl' } };
  const call = { index: 0, id: 'a', function: { name: 'look_up', arguments: '{"order":"7"}' } };
  const chunks = [
    { choices: [{ delta: { tool_calls: [{ ...call, extra_content: extra }] } }] },
    { choices: [{ delta: {}, finish_reason: 'tool_calls' }] },
  ];
  const url = await startRawServer((_request, response, body) => {
    bodies.push(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const done = [{ choices: [{ delta: { content: 'Done.' }, finish_reason: 'stop' }] }];
    const said = bodies.length === 1 ? chunks : done;
    response.end(
      [...said.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((it) => `data: ${it}\n\n`).join(''),
    );
  });
  const agents = { desk: new Agent({ name: 'Desk', tools: [look] }) };

  expect((await answer(openAi(url, 'chat_completions', { agents }), ask())).text).toBe('Done.');
  expect(bodies[1]).toContain(JSON.stringify({ extra_content: extra }).slice(1, -1));
});
