import { startOfflineModel } from '@parlance/offline-model';
import OpenAI from 'openai';

export async function example(): Promise<string[]> {
  await using model = await startOfflineModel({ strict: true });
  const client = new OpenAI({ apiKey: 'any', baseURL: model.url, maxRetries: 1 });

  model.script([
    { fault: { status: 429, headers: { 'retry-after-ms': '1' } } },
    { text: ['Half of ', 'an answer'], fault: { cutAfter: 1 } },
  ]);

  const seen: string[] = [];
  try {
    for await (const event of await client.responses.create({ model: 'any', input: 'Hello', stream: true })) {
      if (event.type === 'response.output_text.delta') seen.push(event.delta);
    }
  } catch (error) {
    seen.push(String(error)); // TypeError: terminated
  }
  seen.push(`${model.requests.length} requests`);
  model.assertDone(); // throws when a scenario was left or a request came unscripted
  return seen;
}
