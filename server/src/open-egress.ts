import type { EgressOptions } from './egress/create-egress.ts';
import { lazily } from './lazily.ts';
import type { Egress } from './ports/egress.ts';

/** The guarded way out. Its libraries are loaded when somebody first names a URL. */
export function openEgress(options: EgressOptions): Egress {
  const egress = lazily(async () => (await import('./egress/create-egress.ts')).createEgress(options));
  return {
    problemOf: async (url) => (await egress.get()).problemOf(url),
    fetchForUser: async (url, init) => (await egress.get()).fetchForUser(url, init),
    fetchForOperator: async (url, init) => (await egress.get()).fetchForOperator(url, init),
    close: egress.close,
  };
}
