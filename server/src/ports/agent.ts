import type { RunError, RunEvent, Usage } from '@parlance/client-sdk/contract';

/** A message as a model sees it. */
export interface AgentMessage {
  role: 'user' | 'assistant';
  text: string;
}

/** What a tool gave back. A failure is a value: the model is told, the run goes on. */
export interface ToolResult {
  /** Any JSON value. */
  value: unknown;
  isError: boolean;
}

/** A tool that an agent may call. */
export interface AgentTool {
  name: string;
  description: string;
  /** JSON Schema (2020-12) of the arguments, an object. */
  parameters: Record<string, unknown>;
  /** Carried out again after a crash: doing it twice is doing it once. */
  idempotent: boolean;
  /** The run waits until its owner allows the call. */
  needsApproval: boolean;
  execute(args: unknown, context: { toolCallId: string; signal: AbortSignal }): Promise<ToolResult>;
}

/** A tool call as a model asked for it. */
export interface AskedCall {
  toolCallId: string;
  tool: string;
  arguments: unknown;
  /** What the endpoint wants back with the call, such as Gemini's thought signature; nobody else is shown it. */
  extra?: unknown;
}

/** A tool call that an earlier process was asked for. */
export interface StepCall extends AskedCall {
  /** What came of it; null: it is to be carried out, by whoever goes on with the run. */
  result: ToolResult | null;
  /** Whether it was told of before that it is carried out. */
  claimed: boolean;
}

/** A step of a run that was made before: what the model said, and its tool calls. Only the last one's may lack a result. */
export interface EarlierStep {
  text: string;
  calls: readonly StepCall[];
}

/** One answer to be made. Retrieval and tools come in as data. */
export interface AgentRequest {
  /** The name of the registered agent that answers; null, or left out: our own loop. */
  runtime?: string | null;
  /** null: the model that the operator configured. */
  model: string | null;
  instructions: string;
  /** Oldest first; the last one is the user's message to answer. */
  messages: readonly AgentMessage[];
  temperature: number | null;
  tools: readonly AgentTool[];
  /** Steps that were made before, by another process: the run goes on after them. */
  done?: readonly EarlierStep[];
  /** Tokens that those steps took. */
  spent?: Usage;
  limits: AgentLimits;
  /** Stands in the log line of each model call; never goes to the model. */
  trace: Trace;
}

/** Bounds of one run. */
export interface AgentLimits {
  /** Model calls. */
  steps: number;
  toolCalls: number;
  /** Milliseconds that all of it may take; waiting for approvals does not count. */
  runMs: number;
  /** Milliseconds that one tool call may take: its result is an error then, and the run goes on. */
  toolMs: number;
  /** Tokens after which no model is asked any more. */
  tokens: number;
  /** Tokens of one model call's answer; null: the model's own bound. */
  outputTokens: number | null;
}

/** Why a run ended. `cause` is for the log and never leaves the server. */
export type AgentOutcome =
  | { status: 'completed'; finishReason: 'stop' | 'length' | 'content_filter' | 'limit' }
  | { status: 'stopped' }
  /** All other calls of the step are done; these wait to be allowed. */
  | { status: 'waiting'; step: number; calls: readonly AskedCall[] }
  | { status: 'failed'; error: RunError; retryAfterSeconds?: number; cause?: unknown };

/** What a check of an agent looked at. */
export type GuardrailStage = Extract<RunEvent, { type: 'guardrail-tripped' }>['stage'];

/** What happens while an agent answers, in order. `finished` comes exactly once and last. */
export type AgentEvent =
  | { type: 'step-started'; step: number }
  | { type: 'text-delta'; step: number; text: string }
  | ({ type: 'tool-call-started'; step: number } & AskedCall)
  | { type: 'tool-call-finished'; toolCallId: string; result: unknown; isError: boolean; durationMs: number }
  | { type: 'step-finished'; step: number; usage: Usage }
  /** From here on another agent answers. */
  | { type: 'agent-changed'; step: number; from: string; to: string }
  /** A check forbade the answer: the run fails. */
  | { type: 'guardrail-tripped'; step: number; guardrail: string; stage: GuardrailStage }
  | { type: 'finished'; outcome: AgentOutcome };

/** What a log line names, such as requestId and runId. */
export type Trace = Record<string, string>;

/** Something that can answer: our own tool loop, or another agent framework. */
export interface AgentRuntime {
  /**
   * Answers a request. Never throws: an abort ends with `stopped`, a failure with `failed`.
   * The consumer's pace is the producer's: nothing is buffered without bound.
   */
  run(request: AgentRequest, signal: AbortSignal): AsyncIterable<AgentEvent>;
}

/** One call of a model, for the log. */
export interface ModelCallReport {
  model: string;
  api: 'chat_completions' | 'responses';
  durationMs: number;
  /** null: no token came. */
  firstTokenMs: number | null;
  usage: Usage;
  attempts: number;
  outcome: 'ok' | 'aborted' | RunError['code'];
  trace: Trace;
  cause?: unknown;
}
