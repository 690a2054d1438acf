import { brand } from './error-brand.ts';
import type { ParlanceError } from './errors.ts';

/**
 * Is this an error of a Parlance call? Better than `instanceof`: it also holds across two copies of this package.
 *
 * @example
 * ```ts
 * import { isParlanceError } from '@parlance/client-sdk';
 *
 * const mustSignIn = (error: unknown): boolean => isParlanceError(error) && error.code === 'unauthorized';
 * ```
 */
export function isParlanceError(error: unknown): error is ParlanceError {
  return typeof error === 'object' && error !== null && brand in error;
}
