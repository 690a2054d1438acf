import { randomUUID } from 'node:crypto';
import type { Answer } from '../answer.ts';
import type { JsonObject } from '../json.ts';
import { wordChunks } from '../text/words.ts';
import { argumentPieces, type Frame } from './answer-format.ts';

type MakeEvent = (kind: Frame['kind'], type: string, fields: JsonObject) => Frame;

/** An output item, and the events that build it up. */
interface OutputItem {
  item: JsonObject;
  frames: (event: MakeEvent, output_index: number) => Generator<Frame>;
}

export function outputItems(answer: Answer): OutputItem[] {
  const items: OutputItem[] = [];
  if (answer.reasoning !== '') items.push(reasoningItem(answer.reasoning));
  if (answer.chunks.length > 0 || answer.toolCalls.length === 0) items.push(messageItem(answer.chunks));
  return [...items, ...answer.toolCalls.map(callItem)];
}

function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

function reasoningItem(text: string): OutputItem {
  const id = newId('rs');
  const part = { type: 'summary_text', text };
  const item = { id, type: 'reasoning', summary: [part] };
  const name = 'response.reasoning_summary';
  return {
    item,
    *frames(event, output_index) {
      const at = { item_id: id, output_index, summary_index: 0 };
      yield event('open', 'response.output_item.added', { output_index, item: { ...item, summary: [] } });
      yield event('open', `${name}_part.added`, { ...at, part: { ...part, text: '' } });
      for (const delta of wordChunks(text)) yield event('delta', `${name}_text.delta`, { ...at, delta });
      yield event('close', `${name}_text.done`, { ...at, text });
      yield event('close', `${name}_part.done`, { ...at, part });
      yield event('close', 'response.output_item.done', { output_index, item });
    },
  };
}

function messageItem(chunks: string[]): OutputItem {
  const id = newId('msg');
  const text = chunks.join('');
  const part = { type: 'output_text', text, annotations: [], logprobs: [] };
  const item = { id, type: 'message', role: 'assistant', status: 'completed', content: [part] };
  const started = { ...item, status: 'in_progress', content: [] };
  return {
    item,
    *frames(event, output_index) {
      const at = { item_id: id, output_index, content_index: 0 };
      yield event('open', 'response.output_item.added', { output_index, item: started });
      yield event('open', 'response.content_part.added', { ...at, part: { ...part, text: '' } });
      for (const delta of chunks) {
        yield event('delta', 'response.output_text.delta', { ...at, delta, logprobs: [] });
      }
      yield event('close', 'response.output_text.done', { ...at, text, logprobs: [] });
      yield event('close', 'response.content_part.done', { ...at, part });
      yield event('close', 'response.output_item.done', { output_index, item });
    },
  };
}

function callItem(call: Answer['toolCalls'][number]): OutputItem {
  const id = newId('fc');
  const { name } = call;
  const item = {
    id,
    type: 'function_call',
    call_id: call.id,
    name,
    arguments: call.arguments,
    status: 'completed',
  };
  const started = { ...item, arguments: '', status: 'in_progress' };
  return {
    item,
    *frames(event, output_index) {
      const at = { item_id: id, output_index };
      yield event('open', 'response.output_item.added', { output_index, item: started });
      for (const delta of argumentPieces(call.arguments)) {
        yield event('delta', 'response.function_call_arguments.delta', { ...at, delta });
      }
      const done = { ...at, name, arguments: call.arguments };
      yield event('close', 'response.function_call_arguments.done', done);
      yield event('close', 'response.output_item.done', { output_index, item });
    },
  };
}
