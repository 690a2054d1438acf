import { grow, type ModelTurn, type OpenToolRequest } from './model-turn.ts';

/** A piece of a tool call in a chat completion chunk. */
export interface ToolCallDelta {
  index?: unknown;
  id?: unknown;
  function?: { name?: unknown; arguments?: unknown } | null;
  extra_content?: unknown;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Pieces belong together by index. Gemini gives parallel calls one index and several ids, and some servers leave
 * the index out: a new id is a new call.
 */
export function addToolCallDelta(turn: ModelTurn, delta: ToolCallDelta): void {
  const call = openCall(turn, delta);
  const piece = textOf(delta.function?.arguments);
  call.name += textOf(delta.function?.name);
  call.arguments += piece;
  if (delta.extra_content !== undefined) call.extra = delta.extra_content;
  grow(turn, piece.length + 1);
}

function openCall(turn: ModelTurn, delta: ToolCallDelta): OpenToolRequest {
  const id = textOf(delta.id);
  const index = typeof delta.index === 'number' ? delta.index : null;
  const known = turn.calls.findLast((call) =>
    id === '' ? index === null || call.index === index : call.id === id,
  );
  if (known) return known;
  const call = { id, index, name: '', arguments: '' };
  turn.calls.push(call);
  return call;
}
