import type { Client } from '@modelcontextprotocol/client';

/** A connection that is made when it is first needed. After it broke, or could not be made, the next one who needs it makes another. */
export class Connection {
  readonly #connect: (signal: AbortSignal) => Promise<Client>;
  readonly #end: (client: Client) => Promise<void>;
  readonly #stop = new AbortController();
  #client: Promise<Client> | null = null;

  constructor(
    connect: (signal: AbortSignal) => Promise<Client>,
    end: (client: Client) => Promise<void> = (client) => client.close(),
  ) {
    this.#connect = connect;
    this.#end = end;
  }

  get(): Promise<Client> {
    this.#stop.signal.throwIfAborted();
    this.#client ??= this.#make();
    return this.#client;
  }

  /** Resolves when what was connected is let go. Never rejects. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#client?.then(this.#end).catch(() => {});
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
