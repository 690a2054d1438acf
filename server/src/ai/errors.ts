import type { AgentOutcome } from '../ports/agent.ts';

type FailedOutcome = Extract<AgentOutcome, { status: 'failed' }>;

/** The codes of a run error that an agent can end with. */
export type ModelErrorCode = Extract<
  FailedOutcome['error']['code'],
  'model_failed' | 'model_timeout' | 'model_unavailable' | 'refused' | 'internal'
>;

const shownText = {
  model_failed: 'The model could not finish this answer.',
  model_timeout: 'The model took too long to answer.',
  model_unavailable: 'The model is not available right now.',
  refused: 'The assistant may not answer this.',
  internal: 'Something went wrong on our side.',
} satisfies Record<ModelErrorCode, string>;

interface ModelErrorOptions {
  cause?: unknown;
  /** The same request may succeed when it is sent again. */
  retryable?: boolean;
  /** The endpoint is to blame: the circuit breaker counts it. */
  endpointFault?: boolean;
  retryAfterMs?: number | null;
}

/** A failed model call. Its message is for the log; `failedOutcome` says what a user reads. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly retryable: boolean;
  readonly endpointFault: boolean;
  readonly retryAfterMs: number | null;

  constructor(code: ModelErrorCode, message: string, options: ModelErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'ModelError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.endpointFault = options.endpointFault ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What a run is told about an error: a fixed sentence, with the detail as the cause. */
export function failedOutcome(error: unknown): FailedOutcome {
  const code = error instanceof ModelError ? error.code : 'internal';
  const wait = error instanceof ModelError ? error.retryAfterMs : null;
  return {
    status: 'failed',
    error: { code, message: shownText[code] },
    ...(wait === null ? {} : { retryAfterSeconds: Math.ceil(wait / 1000) }),
    cause: error,
  };
}
