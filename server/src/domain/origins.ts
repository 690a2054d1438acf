import type { Access } from '@parlance/client-sdk/contract';
import { forbidden } from './errors.ts';

/** Whether the operator lets a page of this origin call (requirement H5); null: no page, or one of our own. */
export const mayCall = (origin: string | null, allowed: readonly string[]): boolean =>
  origin === null || allowed.includes('*') || allowed.includes(origin);

/** Refuses a page that is here only to talk to the bots whose owners let it: what takes an account is not for it. */
export function checkOrigin(access: Access, origin: string | null, allowed: readonly string[]): void {
  if (access.who === 'anyone' || access.who === 'public' || mayCall(origin, allowed)) return;
  throw forbidden('Pages of this origin may talk to a bot here, and nothing else');
}
