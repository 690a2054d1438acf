import { z } from 'zod';
import { idSchema, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './fields.ts';
import { mutation, query, type RateRule, scopes } from './procedure.ts';

/**
 * A person, as they see themselves.
 *
 * @example
 * ```ts
 * import { userSchema } from '@parlance/client-sdk/contract';
 *
 * const user = userSchema.parse({ id: '1', email: null, role: 'user', createdAt: new Date() });
 * ```
 */
export const userSchema = z.object({
  id: z.string(),
  /** null for a user of an outside issuer that names no address. */
  email: z.string().nullable(),
  role: z.enum(['user', 'staff']),
  createdAt: z.date(),
});
/**
 * A person, as they see themselves.
 *
 * @example
 * ```ts
 * import type { User } from '@parlance/client-sdk';
 *
 * const name = (user: User): string => user.email ?? user.id;
 * ```
 */
export type User = z.output<typeof userSchema>;

const tokens = {
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds until the access token ends. */
  expiresIn: z.int().positive(),
};
const sessionSchema = z.object({ user: userSchema, ...tokens });
/**
 * What signing up, logging in and refreshing answer.
 *
 * @example
 * ```ts
 * import type { AuthSession } from '@parlance/client-sdk';
 *
 * const endsAt = (session: AuthSession): number => Date.now() + session.expiresIn * 1000;
 * ```
 */
export type AuthSession = z.output<typeof sessionSchema>;

const email = z.email().max(254);
const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH);
const password = z.string().min(1).max(MAX_PASSWORD_LENGTH);
const refreshToken = z.string().min(1).max(200);

const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  /** The first characters of the key, to recognise it by. */
  prefix: z.string(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
});
/**
 * An API key without its secret.
 *
 * @example
 * ```ts
 * import type { ApiKey } from '@parlance/client-sdk';
 *
 * const hasEnded = ({ expiresAt }: ApiKey): boolean => expiresAt !== null && expiresAt.getTime() < Date.now();
 * ```
 */
export type ApiKey = z.output<typeof apiKeySchema>;

const open = { access: { who: 'public' }, owns: [], rate: 'credentials' as RateRule } as const;
const own = { access: { who: 'user', scope: null }, owns: [], rate: 'call' as RateRule } as const;

/** People and their keys. */
export const auth = {
  signup: mutation({
    input: z.object({ email, password: newPassword }),
    output: sessionSchema,
    rest: { method: 'POST', path: '/api/auth/signup', status: 201 },
    ...open,
  }),
  login: mutation({
    input: z.object({ email: z.string().min(1).max(254), password }),
    output: sessionSchema,
    rest: { method: 'POST', path: '/api/auth/login' },
    ...open,
  }),
  /**
   * Gives new tokens for a refresh token, which is used up. For 30 seconds it may be sent again, in case that the answer was lost,
   * unless what it gave was used already; later it ends the whole login.
   */
  refresh: mutation({
    input: z.object({ refreshToken }),
    output: sessionSchema,
    rest: { method: 'POST', path: '/api/auth/refresh' },
    ...open,
  }),
  /** Ends the login that the refresh token belongs to. An unknown one is fine. */
  logout: mutation({
    input: z.object({ refreshToken }),
    output: z.object({ loggedOut: z.literal(true) }),
    rest: { method: 'POST', path: '/api/auth/logout' },
    ...open,
  }),
  me: query({
    input: z.void(),
    output: z.object({ user: userSchema }),
    rest: { method: 'GET', path: '/api/auth/me' },
    ...own,
  }),
  /** Ends every login of the caller and begins a new one. */
  changePassword: mutation({
    input: z.object({ currentPassword: password, newPassword }),
    output: sessionSchema,
    rest: { method: 'POST', path: '/api/auth/change-password' },
    ...own,
    rate: 'credentials',
  }),
  /** Deletes the account and all its data. */
  deleteAccount: mutation({
    input: z.object({ password }),
    output: z.object({ deleted: z.literal(true) }),
    rest: { method: 'POST', path: '/api/auth/delete-account' },
    ...own,
    rate: 'credentials',
  }),
  /** Makes an API key; the secret is answered this once. */
  createApiKey: mutation({
    input: z.object({
      name: z.string().min(1).max(100),
      scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
      expiresInDays: z.int().min(1).max(3650).nullish(),
    }),
    output: z.object({ apiKey: apiKeySchema, secret: z.string() }),
    rest: { method: 'POST', path: '/api/auth/api-keys', status: 201 },
    ...own,
  }),
  listApiKeys: query({
    input: z.void(),
    output: z.object({ apiKeys: z.array(apiKeySchema) }),
    rest: { method: 'GET', path: '/api/auth/api-keys' },
    ...own,
  }),
  revokeApiKey: mutation({
    input: z.object({ apiKeyId: idSchema }),
    output: z.object({ revoked: z.literal(true) }),
    rest: { method: 'DELETE', path: '/api/auth/api-keys/{api_key_id}' },
    ...own,
    owns: ['apiKeyId'],
  }),
};
