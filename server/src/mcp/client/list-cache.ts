import { BoundedMap } from '../../domain/bounded-map.ts';

// Lists of tools are forgotten after a minute; that there was none, sooner.
const KEPT_MS = 60_000;
const FAILURE_KEPT_MS = 10_000;
const MAX_LISTS = 500;

/** What servers answered to who may know it: a key names server, credential and bot. */
export class ListCache<Known> {
  readonly #entries = new BoundedMap<string, { known: Promise<Known>; until: number }>(MAX_LISTS);

  get(key: string, ask: () => Promise<Known>): Promise<Known> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.until > Date.now()) return entry.known;
    const made = { known: ask(), until: Date.now() + KEPT_MS };
    made.known.catch(() => {
      made.until = Date.now() + FAILURE_KEPT_MS;
    });
    this.#entries.set(key, made);
    return made.known;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
