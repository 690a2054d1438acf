import { type Access, contract } from '@parlance/client-sdk/contract';
import { forbidden } from './errors.ts';

/** Of what needs no account, all that a page may ask for that is here only to talk to a bot: nobody's password, and no account. */
const FOR_ALL_PAGES: ReadonlySet<unknown> = new Set([contract.embed.config, contract.health]);

/** Whether the operator lets a page of this origin call (requirement H5); null: no page, or one of our own. */
export const mayCall = (origin: string | null, allowed: readonly string[]): boolean =>
  origin === null || allowed.includes('*') || allowed.includes(origin);

/** Refuses a page that is here only to talk to the bots whose owners let it. What it may ask of conversations, the bots of them decide. */
export function checkOrigin(
  rule: { access: Access },
  origin: string | null,
  allowed: readonly string[],
): void {
  if (rule.access.who === 'anyone' || FOR_ALL_PAGES.has(rule) || mayCall(origin, allowed)) return;
  throw forbidden('Pages of this origin may talk to a bot here, and nothing else');
}
