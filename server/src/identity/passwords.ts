import { hash, verify } from '@node-rs/argon2';
import type { Passwords } from '../ports/identity.ts';

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane (the library's kind is argon2id).
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords by argon2id. */
export async function createPasswords(): Promise<Passwords> {
  const nobody = await hash('the password of nobody', COST);
  return {
    hash: (password) => hash(password, COST),
    verify: async (stored, password) => {
      const matches = await verify(stored ?? nobody, password);
      return stored !== null && matches;
    },
  };
}
