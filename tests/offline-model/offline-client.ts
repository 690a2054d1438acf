import {
  type OfflineModel,
  type OfflineModelOptions,
  type Outcome,
  type RecordedRequest,
  type Scenario,
  startOfflineModel,
} from '@parlance/offline-model';
import OpenAI from 'openai';
import { expect, onTestFinished } from 'vitest';

/** Sends a request and leaves as soon as the server has taken it up. */
export async function askAndLeave({ model, client }: OfflineSetup, scenario: Scenario): Promise<Outcome> {
  const arrived = Promise.withResolvers<RecordedRequest>();
  const when = (request: RecordedRequest) => {
    arrived.resolve(request);
    return true;
  };
  model.script({ ...scenario, when });
  const leaving = new AbortController();
  const asked = client.responses.create({ model: 'm', input: 'hi' }, { signal: leaving.signal }).then(
    () => new Error('The request was answered.'),
    (error: unknown) => error,
  );
  const request = await arrived.promise;
  leaving.abort();
  expect(await asked).toBeInstanceOf(OpenAI.APIUserAbortError);
  return request.outcome;
}

export interface OfflineSetup {
  model: OfflineModel;
  client: OpenAI;
  ask: (question: string, system?: string) => Promise<string>;
}

/** A server of its own and the real client on it, both gone when the test is. */
export async function startOffline(options: OfflineModelOptions = {}): Promise<OfflineSetup> {
  const model = await startOfflineModel(options);
  onTestFinished(() => model.close());
  const client = new OpenAI({ apiKey: 'any', baseURL: model.url, maxRetries: 0 });
  const ask = (question: string, system?: string) => answer(client, question, system);
  return { model, client, ask };
}

async function answer(client: OpenAI, question: string, system?: string): Promise<string> {
  const instructions = system === undefined ? [] : [{ role: 'system' as const, content: system }];
  const completion = await client.chat.completions.create({
    model: 'parlance-offline',
    messages: [...instructions, { role: 'user', content: question }],
  });
  return completion.choices[0]?.message.content ?? '';
}

/** Streams one chat answer and returns its text and the last finish reason. */
export async function streamChat(client: OpenAI, onText: (text: string) => void = () => {}) {
  const stream = await client.chat.completions.create({
    model: 'm',
    stream: true,
    messages: [{ role: 'user', content: 'hi' }],
  });
  let text = '';
  let finish: string | null = null;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    onText(text);
  }
  return { text, finish };
}

/** Streams one Responses answer and returns its text and the types of its events. */
export async function streamResponse(client: OpenAI, onText: (text: string) => void = () => {}) {
  const stream = await client.responses.create({ model: 'm', input: 'hi', stream: true });
  const types: string[] = [];
  const sequence: number[] = [];
  let text = '';
  for await (const event of stream) {
    types.push(event.type);
    sequence.push(event.sequence_number);
    if (event.type !== 'response.output_text.delta') continue;
    text += event.delta;
    onText(text);
  }
  return { text, types, sequence };
}
