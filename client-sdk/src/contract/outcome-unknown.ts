/**
 * The result of a tool call that the server was cut off from while it carried it out: it may or may not have taken effect, and is not
 * repeated. Such a call is an error (`isError`) with just this text, which the model is told, too.
 *
 * @example
 * ```ts
 * import { type MessagePart, OUTCOME_UNKNOWN } from '@parlance/client-sdk';
 *
 * const mayHaveTakenEffect = (part: MessagePart): boolean =>
 *   part.type === 'tool-call' && part.isError && part.result === OUTCOME_UNKNOWN;
 * ```
 */
export const OUTCOME_UNKNOWN =
  'The server stopped while it carried this call out. It may or may not have taken effect: do not repeat it without asking.';
