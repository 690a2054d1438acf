import type { Client } from '@modelcontextprotocol/client';

/** A connection that is made when it is first needed. After it broke, or could not be made, the next one who needs it makes another. */
export class Connection {
  readonly #connect: (signal: AbortSignal) => Promise<Client>;
  readonly #stop = new AbortController();
  #client: Promise<Client> | null = null;

  constructor(connect: (signal: AbortSignal) => Promise<Client>) {
    this.#connect = connect;
  }

  get(): Promise<Client> {
    this.#stop.signal.throwIfAborted();
    this.#client ??= this.#make();
    return this.#client;
  }

  /** Resolves when what was connected is let go. Never rejects. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#client?.then((client) => client.close()).catch(() => {});
  }

  #make(): Promise<Client> {
    const forget = () => {
      if (this.#client === made) this.#client = null;
    };
    const made = this.#connect(this.#stop.signal).then((client) => {
      client.onclose = forget;
      return client;
    });
    made.catch(forget);
    return made;
  }
}
