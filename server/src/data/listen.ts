import pg from 'pg';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** How often the connection is asked for a sign of life: one that hangs is found so. */
const PROBE_MS = 15_000;

/** A connection of its own that listens on a channel, and is made again when it breaks. */
export class Listener {
  readonly #config: pg.ClientConfig;
  readonly #channel: string;
  readonly #onPayload: (payload: string) => void;
  readonly #onGap: () => void;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #closed = false;

  constructor(
    config: pg.ClientConfig,
    channel: string,
    onPayload: (payload: string) => void,
    onGap: () => void,
  ) {
    this.#config = config;
    this.#channel = channel;
    this.#onPayload = onPayload;
    this.#onGap = onGap;
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
    client.on('notification', ({ payload }) => this.#onPayload(payload ?? ''));
    // Each client breaks once, whatever it reports.
    let broken = false;
    const onBreak = () => {
      if (broken) return;
      broken = true;
      this.#retry(client);
    };
    client.on('error', onBreak);
    client.on('end', onBreak);
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.#channel)}`);
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#onGap();
      this.#probe(client, onBreak);
    } catch {
      onBreak();
    }
  }

  #probe(client: pg.Client, onBreak: () => void): void {
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
