import { invalidRequest } from '../api-error.ts';
import { isObject, type JsonObject } from '../json.ts';
import { checkToolTurns } from './check-tool-turns.ts';
import { type ModelRequest, purposeOf, type Role, type Turn } from './model-request.ts';
import { cleanText, readContent } from './read-content.ts';
import {
  checkContextLength,
  checkToolChoice,
  readFlag,
  readLimit,
  readModel,
  readText,
  readTools,
} from './read-fields.ts';

const ROLES = new Map<unknown, Role>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);

export function parseResponsesRequest(body: JsonObject): ModelRequest {
  const model = readModel(body);
  refuseStoredState(body);
  const instructions = body['instructions'] ?? '';
  if (typeof instructions !== 'string')
    throw invalidRequest("'instructions' must be a string.", 'instructions');
  const items = readInput(body['input']);
  checkToolTurns(items, { param: 'input', adjacent: false });
  const turns = instructions === '' ? items : [systemTurn(instructions), ...items];
  const tools = readTools(body, (tool) => tool);
  checkToolChoice(body, tools);
  const request: ModelRequest = {
    endpoint: 'responses',
    purpose: purposeOf(turns),
    model,
    stream: readFlag(body, 'stream'),
    includeUsage: true,
    maxOutputTokens: readLimit(body, 'max_output_tokens'),
    turns,
    tools,
    body,
  };
  return checkContextLength(request, 'input');
}

function refuseStoredState(body: JsonObject): void {
  for (const name of ['previous_response_id', 'conversation']) {
    if ((body[name] ?? null) !== null) throw invalidRequest(`'${name}': nothing is stored here.`, name);
  }
  if (readFlag(body, 'background')) throw invalidRequest("'background' is not supported.", 'background');
}

function systemTurn(text: string): Turn {
  return { role: 'system', text: cleanText(text), calls: [] };
}

function readInput(input: unknown): Turn[] {
  if (typeof input === 'string') return [{ role: 'user', text: cleanText(input), calls: [] }];
  if (!Array.isArray(input) || input.length === 0) {
    throw invalidRequest("'input' must be a string or a non-empty array.", 'input');
  }
  return input.map((item, index) => readItem(item, `input[${index}]`));
}

function readItem(item: unknown, where: string): Turn {
  if (!isObject(item)) throw invalidRequest('An input item must be an object.', where);
  const type = item['type'] ?? 'message';
  switch (type) {
    case 'message': {
      const role = ROLES.get(item['role']);
      if (role === undefined)
        throw invalidRequest(`Unknown role '${String(item['role'])}'.`, `${where}.role`);
      return { role, text: readContent(item['content'], `${where}.content`), calls: [] };
    }
    case 'function_call': {
      const name = readText(item, 'name', where);
      const args = readText(item, 'arguments', where);
      const call = { id: readText(item, 'call_id', where), name, arguments: args };
      return { role: 'assistant', text: '', calls: [call] };
    }
    case 'function_call_output': {
      const text = readContent(item['output'], `${where}.output`);
      return { role: 'tool', text, calls: [], answersCallId: readText(item, 'call_id', where) };
    }
    case 'reasoning':
      return { role: 'assistant', text: '', calls: [] };
    default:
      throw invalidRequest(`Unknown input item type '${String(type)}'.`, `${where}.type`);
  }
}
