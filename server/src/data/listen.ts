import pg from 'pg';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** How often the connection is asked for a sign of life: one that hangs is found so. */
const PROBE_MS = 15_000;

/** Who is told of what. */
export interface ListenerHandlers {
  onPayload(payload: string): void;
  /** The connection was away until now: something may have been missed. */
  onGap(): void;
  /** It broke, or did not come about; told once until it is back. */
  onBreak(error: Error): void;
}

/** A connection of its own that listens on a channel, and is made again when it breaks. */
export class Listener {
  readonly #config: pg.ClientConfig;
  readonly #channel: string;
  readonly #handlers: ListenerHandlers;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isAway = false;
  #closed = false;

  constructor(config: pg.ClientConfig, channel: string, handlers: ListenerHandlers) {
    this.#config = config;
    this.#channel = channel;
    this.#handlers = handlers;
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...this.#config, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
    this.#client = client;
    client.on('notification', ({ payload }) => this.#handlers.onPayload(payload ?? ''));
    // Each client breaks once, whatever it reports.
    let broken = false;
    const onBreak = (error: unknown) => {
      if (broken) return;
      broken = true;
      this.#tell(error);
      this.#retry(client);
    };
    client.on('error', onBreak);
    client.on('end', () => onBreak(new Error('The connection ended')));
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.#channel)}`);
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#isAway = false;
      this.#handlers.onGap();
      this.#probe(client, onBreak);
    } catch (error) {
      onBreak(error);
    }
  }

  #tell(error: unknown): void {
    if (this.#isAway || this.#closed) return;
    this.#isAway = true;
    this.#handlers.onBreak(new Error('The connection that listens broke', { cause: error }));
  }

  #probe(client: pg.Client, onBreak: (error: unknown) => void): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      client.query('SELECT 1').then(() => this.#probe(client, onBreak), onBreak);
    }, PROBE_MS);
    this.#timer.unref();
  }

  #retry(client: pg.Client): void {
    clearTimeout(this.#timer);
    client.end().catch(() => {});
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#connect(), this.#pauseMs);
    this.#timer.unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
