import type { Dispatcher } from 'undici';

type RawHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** The part of `Headers` that the openai client reads, without building one. */
export class ResponseHeaders {
  readonly #raw: RawHeaders;

  constructor(raw: RawHeaders) {
    this.#raw = raw;
  }

  get(name: string): string | null {
    const value = this.#raw[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  *entries(): Generator<[string, string]> {
    for (const name of Object.keys(this.#raw)) yield [name, this.get(name) ?? ''];
  }
}
