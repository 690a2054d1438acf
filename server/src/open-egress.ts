import type { EgressOptions } from './egress/create-egress.ts';
import type { Egress } from './ports/egress.ts';

/** The guarded way out. Its libraries are loaded when somebody first names a URL. */
export function openEgress(options: EgressOptions): Egress {
  const load = async () => (await import('./egress/create-egress.ts')).createEgress(options);
  let loaded: Promise<Egress> | null = null;
  const egress = () => {
    loaded ??= load();
    return loaded;
  };
  return {
    problemOf: async (url) => (await egress()).problemOf(url),
    fetchForUser: async (url, init) => (await egress()).fetchForUser(url, init),
    fetchForOperator: async (url, init) => (await egress()).fetchForOperator(url, init),
    close: async () => (await loaded)?.close(),
  };
}
