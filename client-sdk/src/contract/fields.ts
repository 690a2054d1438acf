import { z } from 'zod';
import { MAX_MESSAGE_LENGTH, MAX_SELECTED_TEXT_LENGTH } from './limits.ts';

/** Longest password: argon2id hashes all of it. */
export const MAX_PASSWORD_LENGTH = 256;
/** Shortest password that sign-up takes. */
export const MIN_PASSWORD_LENGTH = 8;

/** Any UUID; the server makes UUIDv7. */
export const idSchema = z.guid();

/** An opaque place in a list, as the list answered it. */
export const cursorSchema = z.string().min(1).max(500);

/**
 * What a person wrote: not blank.
 *
 * @example
 * ```ts
 * import { messageTextSchema } from '@parlance/client-sdk/contract';
 *
 * const canSend = (text: string): boolean => messageTextSchema.safeParse(text).success;
 * ```
 */
export const messageTextSchema = z
  .string()
  .max(MAX_MESSAGE_LENGTH, `Must be at most ${MAX_MESSAGE_LENGTH} characters`)
  .refine((text) => text.trim() !== '', 'Must not be blank');

/**
 * Text that the answer has to rest on; a blank one counts as none.
 *
 * @example
 * ```ts
 * import { selectedTextSchema } from '@parlance/client-sdk/contract';
 *
 * const canSelect = (text: string): boolean => selectedTextSchema.safeParse(text).success;
 * ```
 */
export const selectedTextSchema = z
  .string()
  .max(MAX_SELECTED_TEXT_LENGTH, `Must be at most ${MAX_SELECTED_TEXT_LENGTH} characters`);

/** A page's size. */
export const limitSchema = (standard: number, most: number) => z.int().min(1).max(most).default(standard);
