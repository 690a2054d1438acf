import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { ApiRouter } from './contract/router.ts';

/**
 * What each procedure takes, by noun and verb.
 *
 * @example
 * ```ts
 * import type { ApiInputs } from '@parlance/client-sdk';
 *
 * const question: ApiInputs['chat']['send'] = { message: 'What does this mean?', selectedText: 'To be or not to be' };
 * ```
 */
export type ApiInputs = inferRouterInputs<ApiRouter>;

/**
 * What each procedure answers, by noun and verb.
 *
 * @example
 * ```ts
 * import type { ApiOutputs } from '@parlance/client-sdk';
 *
 * const isUp = ({ status }: ApiOutputs['health']): boolean => status === 'healthy';
 * ```
 */
export type ApiOutputs = inferRouterOutputs<ApiRouter>;
