import { contextTooLong, invalidRequest } from '../api-error.ts';
import { isObject, type JsonObject } from '../json.ts';
import { promptTokens } from '../tokens.ts';
import type { ModelRequest } from './model-request.ts';

/** Bounds the work that one request can cause. */
const CONTEXT_TOKENS = 128_000;
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export function readModel(body: JsonObject): string {
  const model = body['model'];
  if (typeof model !== 'string' || model === '') throw invalidRequest('You must provide a model.', 'model');
  return model;
}

export function readFlag(body: JsonObject, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value !== 'boolean') throw invalidRequest(`'${name}' must be a boolean.`, name);
  return value;
}

export function readLimit(body: JsonObject, name: string): number | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw invalidRequest(`'${name}' must be a positive integer.`, name);
  }
  return value;
}

export function readText(source: JsonObject, name: string, where: string): string {
  const value = source[name];
  if (typeof value !== 'string')
    throw invalidRequest(`'${where}.${name}' must be a string.`, `${where}.${name}`);
  return value;
}

/** `definition` finds the named part of a tool: inside `function`, or the tool itself. */
export function readTools(body: JsonObject, definition: (tool: JsonObject) => unknown): JsonObject[] {
  const tools = body['tools'] ?? [];
  if (!Array.isArray(tools)) throw invalidRequest("'tools' must be an array.", 'tools');
  const names = new Set<string>();
  return tools.map((tool: unknown, index) => {
    if (!isObject(tool)) throw invalidRequest('A tool must be an object.', `tools[${index}]`);
    if (tool['type'] !== 'function') return tool;
    const named = definition(tool);
    const name = isObject(named) ? readText(named, 'name', `tools[${index}]`) : '';
    if (!TOOL_NAME.test(name)) throw invalidRequest(`Invalid tool name '${name}'.`, `tools[${index}].name`);
    if (names.has(name)) throw invalidRequest(`Two tools are named '${name}'.`, `tools[${index}].name`);
    names.add(name);
    return tool;
  });
}

export function checkToolChoice(body: JsonObject, tools: JsonObject[]): void {
  const choice = body['tool_choice'] ?? 'none';
  if (choice !== 'none' && choice !== 'auto' && tools.length === 0) {
    throw invalidRequest("'tool_choice' is only allowed when 'tools' are given.", 'tool_choice');
  }
}

export function checkContextLength(request: ModelRequest, param: string): ModelRequest {
  const tokens = promptTokens(request);
  if (tokens > CONTEXT_TOKENS) throw contextTooLong(CONTEXT_TOKENS, tokens, param);
  return request;
}
