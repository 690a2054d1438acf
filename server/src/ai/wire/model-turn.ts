import type { ModelCallReport } from '../../ports/agent.ts';
import { ModelError } from '../errors.ts';

export type Usage = ModelCallReport['usage'];

/** A call that the model asks for, as it asked for it. */
export interface ToolRequest {
  id: string;
  name: string;
  /** JSON text, or what the model took for it. */
  arguments: string;
  /** What the endpoint wants back with the call, such as Gemini's thought signature. */
  extra?: unknown;
}

/** A call whose arguments are still coming. */
export interface OpenToolRequest extends ToolRequest {
  /** The endpoint's own number of it. */
  index: number | null;
}

/** Why a model ended its turn. */
export type TurnEnd = 'stop' | 'length' | 'content_filter';

/** What has come of one model call so far. */
export interface ModelTurn {
  /** Text that has not been handed on yet. */
  text: string;
  calls: OpenToolRequest[];
  usage: Usage;
  /** null: not known yet. */
  end: TurnEnd | null;
  /** Nothing that matters comes after this. */
  done: boolean;
  /** Characters of text and arguments. */
  size: number;
}

const maxTurnSize = 10 * 1024 * 1024;

export function newTurn(): ModelTurn {
  return { text: '', calls: [], usage: { inputTokens: 0, outputTokens: 0 }, end: null, done: false, size: 0 };
}

export function addText(turn: ModelTurn, text: unknown): void {
  if (typeof text !== 'string') return;
  turn.text += text;
  grow(turn, text.length);
}

/** Counts what a turn holds, and refuses one without end. */
export function grow(turn: ModelTurn, characters: number): void {
  turn.size += characters;
  if (turn.size > maxTurnSize)
    throw new ModelError('model_failed', 'The answer is longer than any answer should be.');
}

export function setUsage(turn: ModelTurn, input: unknown, output: unknown): void {
  turn.usage = { inputTokens: tokens(input), outputTokens: tokens(output) };
}

function tokens(count: unknown): number {
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : 0;
}
