import { type AgentInputItem, UserError } from '@openai/agents';
import type { TranscriptItem } from '../wire/dialect.ts';
import type { ToolRequest } from '../wire/model-turn.ts';

type MessageItem = Extract<AgentInputItem, { role: 'assistant' | 'user' | 'system' }>;
type FunctionCall = Extract<AgentInputItem, { type: 'function_call' }>;
type FunctionResult = Extract<AgentInputItem, { type: 'function_call_result' }>;

/** What the SDK wants a model to be told, in our words. Throws for what these cannot say. */
export function toTranscript(input: string | AgentInputItem[]): TranscriptItem[] {
  if (typeof input === 'string') return [{ type: 'message', role: 'user', text: input }];
  const items: TranscriptItem[] = [];
  for (const item of input) {
    if (item.type === 'function_call') addCall(items, item);
    else if (item.type === 'function_call_result') items.push(toResult(item));
    else if (isMessage(item)) items.push(toMessage(item));
    else if (item.type !== 'reasoning') throw unsaid(item.type);
  }
  return items;
}

/** A call belongs to what was said directly before it. */
function addCall(items: TranscriptItem[], item: FunctionCall): void {
  const last = items.at(-1);
  const call = toRequest(item);
  if (last?.type === 'turn') last.calls.push(call);
  else if (last?.type === 'message' && last.role === 'assistant') {
    items[items.length - 1] = { type: 'turn', text: last.text, calls: [call] };
  } else items.push({ type: 'turn', text: '', calls: [call] });
}

/** A call as the model asked for it. */
export const toRequest = ({ callId, name, arguments: text, providerData }: FunctionCall): ToolRequest => ({
  id: callId,
  name,
  arguments: text,
  ...(providerData?.['extra'] !== undefined && { extra: providerData['extra'] }),
});

const toResult = ({ callId, output }: FunctionResult): TranscriptItem => ({
  type: 'tool-result',
  callId,
  output: typeof output === 'string' ? output : [output].flat().map(partText).join('\n'),
});

const isMessage = (item: AgentInputItem): item is MessageItem => 'role' in item;

/** The model's own words, or somebody else's. */
const toMessage = ({ role, content }: MessageItem): TranscriptItem => ({
  type: 'message',
  role: role === 'assistant' ? 'assistant' : 'user',
  text: typeof content === 'string' ? content : content.map(partText).join(''),
});

function partText(part: { type: string }): string {
  if ('text' in part && typeof part.text === 'string') return part.text;
  if ('refusal' in part && typeof part.refusal === 'string') return part.refusal;
  throw unsaid(part.type);
}

const unsaid = (what: string | undefined): UserError =>
  new UserError(`The configured model cannot be told ${what}: give the agent a model of its own.`);
