import pg from 'pg';
import { parentOf } from '../processes/usage.ts';

/** A database that exists as long as it is used. */
export interface TemporaryDatabase extends AsyncDisposable {
  url: string;
  /** Runs SQL as the database's owner. */
  run<Row extends object = object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Transactions committed in it since it was made. */
  commits(): Promise<number>;
}

/** The PostgreSQL that the bench was given. */
export class Cluster implements AsyncDisposable {
  readonly #url: string;
  readonly #client: pg.Client;
  #made = 0;

  private constructor(url: string, client: pg.Client) {
    this.#url = url;
    this.#client = client;
  }

  static async connect(url: string): Promise<Cluster> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new Cluster(url, client);
  }

  /** What it says it is. */
  async version(): Promise<string> {
    const { rows } = await this.#client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  }

  /** The process that all its others are children of; null when it runs on another machine. */
  async postmaster(): Promise<number | null> {
    const { rows } = await this.#client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return parentOf(rows[0]?.pid ?? 0);
  }

  async createDatabase(purpose: string): Promise<TemporaryDatabase> {
    this.#made += 1;
    const name = `parlance_bench_${process.pid}_${this.#made}_${purpose}`;
    await this.#client.query(`CREATE DATABASE ${name}`);
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    const pool = new pg.Pool({ connectionString: url.href, max: 1 });
    return {
      url: url.href,
      run: async (sql, values = []) => (await pool.query(sql, [...values])).rows,
      commits: async () => {
        const { rows } = await this.#client.query<{ commits: string }>(
          'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = $1',
          [name],
        );
        return Number(rows[0]?.commits);
      },
      [Symbol.asyncDispose]: async () => {
        await pool.end();
        // Not by force: that is refused while an autovacuum of the superuser's is at work in it. This way it is sent away.
        await this.#client.query(`DROP DATABASE ${name}`);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}
