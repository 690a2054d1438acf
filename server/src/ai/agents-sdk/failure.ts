import {
  GuardrailExecutionError,
  InputGuardrailTripwireTriggered,
  MaxTurnsExceededError,
  ModelBehaviorError,
  ModelRefusalError,
  ModelTimeoutError,
  OutputGuardrailTripwireTriggered,
  ToolCallError,
  ToolInputGuardrailTripwireTriggered,
  ToolOutputGuardrailTripwireTriggered,
} from '@openai/agents';
import type { GuardrailStage } from '../../ports/agent.ts';
import { ModelError } from '../errors.ts';
import { toModelError } from '../to-model-error.ts';

/** Which check forbade an answer; null: none did. */
export function readTrip(error: unknown): { guardrail: string; stage: GuardrailStage } | null {
  if (error instanceof InputGuardrailTripwireTriggered) return trip(error, 'input');
  if (error instanceof OutputGuardrailTripwireTriggered) return trip(error, 'output');
  if (error instanceof ToolInputGuardrailTripwireTriggered) return trip(error, 'tool_input');
  if (error instanceof ToolOutputGuardrailTripwireTriggered) return trip(error, 'tool_output');
  return error instanceof ToolCallError ? readTrip(error.error) : null;
}

const trip = ({ result }: { result: { guardrail: { name: string } } }, stage: GuardrailStage) => ({
  guardrail: result.guardrail.name,
  stage,
});

/** Whatever the SDK, an agent or its model threw, as what a run fails with. */
export function toFailure(error: unknown): ModelError {
  const found = readTrip(error);
  // What the SDK says of a guardrail may quote what it looked at.
  if (found) return new ModelError('refused', `The guardrail ${found.guardrail} tripped.`);
  const options = { cause: error };
  if (error instanceof ModelTimeoutError) {
    return new ModelError('model_timeout', 'The model of the agent took too long.', options);
  }
  if (
    error instanceof ModelBehaviorError ||
    error instanceof ModelRefusalError ||
    error instanceof MaxTurnsExceededError
  ) {
    return new ModelError('model_failed', 'The model did what the agent cannot go on with.', options);
  }
  if (error instanceof GuardrailExecutionError || error instanceof ToolCallError) {
    return new ModelError('internal', 'A part of the agent failed.', { cause: error.error });
  }
  const failure = toModelError(error);
  return failure.code === 'internal' ? new ModelError('internal', 'The agent failed.', options) : failure;
}
