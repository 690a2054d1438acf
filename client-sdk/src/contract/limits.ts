/**
 * Longest message a person can send, in UTF-16 code units (requirement A3).
 *
 * @example
 * ```ts
 * import { MAX_MESSAGE_LENGTH } from '@parlance/client-sdk';
 *
 * const left = (message: string): number => MAX_MESSAGE_LENGTH - message.length;
 * ```
 */
export const MAX_MESSAGE_LENGTH = 10_000;

/**
 * Longest selected text that is accepted; what does not fit the model's budget is cut (requirement A4).
 *
 * @example
 * ```ts
 * import { MAX_SELECTED_TEXT_LENGTH } from '@parlance/client-sdk';
 *
 * const fits = (selection: string): boolean => selection.length <= MAX_SELECTED_TEXT_LENGTH;
 * ```
 */
export const MAX_SELECTED_TEXT_LENGTH = 200_000;
