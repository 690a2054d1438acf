import type { OpenAI } from 'openai';
import type { AgentTool, ModelCallReport } from '../../ports/agent.ts';
import type { ModelTurn, ToolRequest } from './model-turn.ts';

/** What has been said in a run, as plain data: what a later step, or another process, goes on from. */
export type TranscriptItem =
  | { type: 'message'; role: 'user' | 'assistant'; text: string }
  | { type: 'turn'; text: string; calls: ToolRequest[] }
  | { type: 'tool-result'; callId: string; output: string };

/** What an agent of another framework asks of a model beyond the ordinary. What is left out, the model decides. */
export interface ModelDemands {
  toolChoice?: 'required' | { name: string };
  /** The JSON that the answer has to be. */
  format?: { name: string; schema: Record<string, unknown>; strict: boolean };
  topP?: number;
  parallelToolCalls?: boolean;
  reasoningEffort?: string;
  /** Parameters in the API's own words. */
  parameters?: Record<string, unknown>;
}

/** One call of a model, in no API's words. */
export interface ModelRequest {
  model: string;
  instructions: string;
  transcript: readonly TranscriptItem[];
  temperature: number | null;
  outputTokens: number | null;
  tools: readonly Pick<AgentTool, 'name' | 'description' | 'parameters'>[];
  /** False: the tools are shown, for the calls already made, but the model must answer without them. */
  toolsAllowed: boolean;
  demands?: ModelDemands;
}

/** One of the two APIs: how a request is written, and how a stream is read. */
export interface Dialect {
  api: ModelCallReport['api'];
  /** The raw streaming response. */
  send(client: OpenAI, request: ModelRequest, signal: AbortSignal): Promise<Response>;
  /** Takes one event's data into a turn; throws a `ModelError` when the event is a failure. */
  read(data: string, turn: ModelTurn): void;
}
