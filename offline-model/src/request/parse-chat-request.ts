import { invalidRequest } from '../api-error.ts';
import { isObject, type JsonObject } from '../json.ts';
import { checkToolTurns } from './check-tool-turns.ts';
import { type MadeCall, type ModelRequest, purposeOf, type Turn } from './model-request.ts';
import { readContent } from './read-content.ts';
import {
  checkContextLength,
  checkToolChoice,
  readFlag,
  readLimit,
  readModel,
  readText,
  readTools,
} from './read-fields.ts';

export function parseChatRequest(body: JsonObject): ModelRequest {
  const model = readModel(body);
  const messages = body['messages'];
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalidRequest("'messages' must be a non-empty array.", 'messages');
  }
  if ((body['n'] ?? 1) !== 1) throw invalidRequest("Only 'n': 1 is supported.", 'n');
  const turns = messages.map((message, index) => readMessage(message, `messages[${index}]`));
  checkToolTurns(turns, { param: 'messages', adjacent: true });
  const tools = readTools(body, (tool) => tool['function']);
  checkToolChoice(body, tools);
  const stream = readFlag(body, 'stream');
  const request: ModelRequest = {
    endpoint: 'chat/completions',
    purpose: purposeOf(turns),
    model,
    stream,
    includeUsage: readIncludeUsage(body, stream),
    maxOutputTokens: readLimit(body, 'max_completion_tokens') ?? readLimit(body, 'max_tokens'),
    turns,
    tools,
    body,
  };
  return checkContextLength(request, 'messages');
}

function readIncludeUsage(body: JsonObject, stream: boolean): boolean {
  const options = body['stream_options'] ?? undefined;
  if (options === undefined) return false;
  if (!stream || !isObject(options)) {
    throw invalidRequest("'stream_options' is an object, allowed only with 'stream'.", 'stream_options');
  }
  return readFlag(options, 'include_usage');
}

function readMessage(message: unknown, where: string): Turn {
  if (!isObject(message)) throw invalidRequest('A message must be an object.', where);
  const role = message['role'];
  switch (role) {
    case 'system':
    case 'developer':
      return { role: 'system', text: readContent(message['content'], `${where}.content`), calls: [] };
    case 'user':
      return { role, text: readContent(message['content'], `${where}.content`), calls: [] };
    case 'assistant':
      return readAssistantMessage(message, where);
    case 'tool':
      return {
        role,
        text: readContent(message['content'], `${where}.content`),
        calls: [],
        answersCallId: readText(message, 'tool_call_id', where),
      };
    default:
      throw invalidRequest(`Unknown role '${String(role)}'.`, `${where}.role`);
  }
}

function readAssistantMessage(message: JsonObject, where: string): Turn {
  const calls = message['tool_calls'] ?? [];
  if (!Array.isArray(calls)) throw invalidRequest("'tool_calls' must be an array.", `${where}.tool_calls`);
  const made = calls.map((call, index) => readCall(call, `${where}.tool_calls[${index}]`));
  const content = message['content'] ?? (made.length > 0 ? '' : undefined);
  return { role: 'assistant', text: readContent(content, `${where}.content`), calls: made };
}

function readCall(call: unknown, where: string): MadeCall {
  const target = isObject(call) ? call['function'] : undefined;
  if (!isObject(call) || !isObject(target)) throw invalidRequest('A tool call must name a function.', where);
  const name = readText(target, 'name', `${where}.function`);
  const args = readText(target, 'arguments', `${where}.function`);
  return { id: readText(call, 'id', where), name, arguments: args };
}
