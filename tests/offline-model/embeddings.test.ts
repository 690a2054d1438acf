import { expect, test } from 'vitest';
import { startOffline } from './offline-client.ts';

async function embed(texts: string[], dimensions?: number): Promise<number[][]> {
  const { client } = await startOffline();
  const options = dimensions === undefined ? {} : { dimensions };
  const { data } = await client.embeddings.create({ model: 'e', input: texts, ...options });
  return data.map((item) => item.embedding);
}

function dot(a: number[] = [], b: number[] = []): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

test('C9: embeddings are unit vectors of 768 dimensions, or as many as asked', async () => {
  for (const vector of await embed(['The fox', '你好，世界', '!!!', ' '])) {
    expect(vector).toHaveLength(768);
    expect(dot(vector, vector)).toBeCloseTo(1, 4);
  }
  expect((await embed(['x'], 256))[0]).toHaveLength(256);
});

test('C9: base64 and number arrays hold the same vector, today and tomorrow', async () => {
  const { client } = await startOffline();
  const input = 'Refunds take five days.';
  const decoded = await client.embeddings.create({ model: 'e', input });
  const numbers = await client.embeddings.create({ model: 'e', input, encoding_format: 'float' });
  expect(numbers.data[0]?.embedding).toEqual(decoded.data[0]?.embedding);
  expect(numbers.usage.total_tokens).toBe(6);
});

test.each([
  ['How long do refunds take?', 'A refund takes five working days.', 'The robot arm has six joints.'],
  [
    'Wie lange dauert die Erstattung?',
    'Die Erstattung dauert fünf Tage.',
    'Der Roboterarm hat sechs Gelenke.',
  ],
  [
    'رقم کی واپسی میں کتنے دن لگتے ہیں؟',
    'رقم کی واپسی میں پانچ دن لگتے ہیں۔',
    'روبوٹ کے بازو میں چھ جوڑ ہیں۔',
  ],
  ['退款需要多少天？', '退款需要五天。', '机器人手臂有六个关节。'],
])('C9: similar texts are close: %s', async (question, near, far) => {
  const [q, n, f] = await embed([question, near, far]);
  expect(dot(q, n)).toBeGreaterThan(dot(q, f) + 0.15);
});

test('C9: a misspelt word is still closer than another word', async () => {
  const [q, n, f] = await embed(['accomodation', 'accommodation', 'invoice']);
  expect(dot(q, n)).toBeGreaterThan(dot(q, f) + 0.3);
});

test('C9: an embedding request can be scripted to fail, and never takes a chat scenario', async () => {
  const { client, model } = await startOffline({
    strict: true,
    scenarios: [{ text: 'for chat' }, { purpose: 'embeddings', fault: { status: 429 } }],
  });
  await expect(client.embeddings.create({ model: 'e', input: 'x' })).rejects.toMatchObject({ status: 429 });
  expect((await client.embeddings.create({ model: 'e', input: 'x' })).data).toHaveLength(1);
  expect(() => model.assertDone()).toThrow('"for chat"');
});
