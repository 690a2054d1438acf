import { z } from 'zod';

/**
 * The states of a run; the last four are final.
 *
 * @example
 * ```ts
 * import { runStatuses } from '@parlance/client-sdk/contract';
 *
 * const endings = runStatuses.slice(-4); // completed, stopped, failed, interrupted
 * ```
 */
export const runStatuses = [
  'queued',
  'running',
  'waiting_for_approval',
  'completed',
  'stopped',
  'failed',
  'interrupted',
] as const;

/** The state of a run. */
export const runStatusSchema = z.enum(runStatuses);
/**
 * The state of a run.
 *
 * @example
 * ```ts
 * import type { RunStatus } from '@parlance/client-sdk';
 *
 * const isOver = (status: RunStatus): boolean => !['queued', 'running', 'waiting_for_approval'].includes(status);
 * ```
 */
export type RunStatus = z.output<typeof runStatusSchema>;

/** Tokens that a run took from and got from the model. */
export const usageSchema = z.object({
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
});
/**
 * Whether a run in this state has ended.
 *
 * @example
 * ```ts
 * import { isFinal } from '@parlance/client-sdk/contract';
 *
 * const mayStop = !isFinal('running');
 * ```
 */
export const isFinal = (status: RunStatus): boolean =>
  status !== 'queued' && status !== 'running' && status !== 'waiting_for_approval';

/**
 * Tokens that a run took from and got from the model.
 *
 * @example
 * ```ts
 * import type { Usage } from '@parlance/client-sdk';
 *
 * const total = ({ inputTokens, outputTokens }: Usage): number => inputTokens + outputTokens;
 * ```
 */
export type Usage = z.output<typeof usageSchema>;

/** Why a run failed: a closed list, without inner detail. */
export const runErrorSchema = z.object({
  code: z.enum([
    'model_failed',
    'model_timeout',
    'model_unavailable',
    'refused',
    'database_unavailable',
    'interrupted',
    'internal',
  ]),
  message: z.string(),
});
/**
 * Why a run failed.
 *
 * @example
 * ```ts
 * import type { RunError } from '@parlance/client-sdk';
 *
 * const mayTryAgain = ({ code }: RunError): boolean => code !== 'internal';
 * ```
 */
export type RunError = z.output<typeof runErrorSchema>;

const numbered = { seq: z.int().positive() };

/** What became of a call that needs to be allowed. */
const approvalDecisionSchema = z.enum(['approved', 'denied', 'expired']);

/** Whether a call that needs to be allowed was. */
export const approvalStateSchema = z.enum(['pending', ...approvalDecisionSchema.options]);

/**
 * What happens in a run, in order. `seq` counts from 1 inside the run without gaps.
 * Text and tool events are start / delta / end by nature: the deltas of one text part join to its text. A `reset` is the one event
 * whose number can jump: it stands for all events up to that number.
 *
 * @example
 * ```ts
 * import { runEventSchema } from '@parlance/client-sdk/contract';
 *
 * const event = runEventSchema.parse({ seq: 1, type: 'step-started', step: 1 });
 * ```
 */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    ...numbered,
    type: z.literal('run-started'),
    runId: z.string(),
    conversationId: z.string(),
    userMessageId: z.string(),
    messageId: z.string(),
  }),
  z.object({ ...numbered, type: z.literal('step-started'), step: z.int().positive() }),
  z.object({ ...numbered, type: z.literal('text-delta'), step: z.int().positive(), text: z.string() }),
  /** A call is carried out only if the run's owner allows it: the run waits. */
  z.object({
    ...numbered,
    type: z.literal('approval-requested'),
    approvalId: z.string(),
    toolCallId: z.string(),
    step: z.int().positive(),
    tool: z.string(),
    arguments: z.unknown(),
    /** Until when it can be decided, in ISO 8601. */
    expiresAt: z.string(),
  }),
  z.object({
    ...numbered,
    type: z.literal('approval-decided'),
    approvalId: z.string(),
    toolCallId: z.string(),
    decision: approvalDecisionSchema,
  }),
  z.object({
    ...numbered,
    type: z.literal('tool-call-started'),
    step: z.int().positive(),
    toolCallId: z.string(),
    tool: z.string(),
    arguments: z.unknown(),
  }),
  z.object({
    ...numbered,
    type: z.literal('tool-call-finished'),
    toolCallId: z.string(),
    result: z.unknown(),
    isError: z.boolean(),
    durationMs: z.number(),
  }),
  z.object({ ...numbered, type: z.literal('step-finished'), step: z.int().positive(), usage: usageSchema }),
  /** One agent of the bot handed over to another, which goes on with the answer. */
  z.object({
    ...numbered,
    type: z.literal('agent-changed'),
    step: z.int().positive(),
    from: z.string(),
    to: z.string(),
  }),
  /** A check of the bot's forbade the answer: the run fails as `refused`. */
  z.object({
    ...numbered,
    type: z.literal('guardrail-tripped'),
    step: z.int().positive(),
    guardrail: z.string(),
    /** What it looked at: the question, the answer, the arguments or the result of a tool call. */
    stage: z.enum(['input', 'output', 'tool_input', 'tool_output']),
  }),
  z.object({
    ...numbered,
    type: z.literal('run-finished'),
    status: runStatusSchema,
    usage: usageSchema,
    error: runErrorSchema.nullable(),
  }),
  /** What was said before is not in the log any more, or was never kept: this text takes its place. */
  z.object({ ...numbered, type: z.literal('reset'), text: z.string() }),
]);

/**
 * What happens in a run, in order.
 *
 * @example
 * ```ts
 * import type { RunEvent } from '@parlance/client-sdk/contract';
 *
 * const textOf = (event: RunEvent): string => (event.type === 'text-delta' ? event.text : '');
 * ```
 */
export type RunEvent = z.output<typeof runEventSchema>;

/**
 * A run as it stands.
 *
 * @example
 * ```ts
 * import { runSchema } from '@parlance/client-sdk/contract';
 *
 * const isRun = (value: unknown): boolean => runSchema.safeParse(value).success;
 * ```
 */
export const runSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  userMessageId: z.string(),
  /** The message that it writes. */
  messageId: z.string(),
  status: runStatusSchema,
  /** What it has said so far. */
  text: z.string(),
  usage: usageSchema,
  error: runErrorSchema.nullable(),
  /** The version of the bot that answers. */
  botVersion: z.int().positive(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});

/**
 * A run as it stands.
 *
 * @example
 * ```ts
 * import type { Run } from '@parlance/client-sdk';
 *
 * const seconds = ({ createdAt, finishedAt }: Run): number =>
 *   ((finishedAt ?? new Date()).getTime() - createdAt.getTime()) / 1000;
 * ```
 */
export type Run = z.output<typeof runSchema>;
