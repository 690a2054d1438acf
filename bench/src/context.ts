import type { Load } from './load/load.ts';
import type { Options } from './options.ts';
import type { ServerProcess } from './processes/start-process.ts';
import type { Cluster } from './sql/cluster.ts';

/** What every part works with. */
export interface Context {
  options: Options;
  cluster: Cluster;
  /** Its process; null when PostgreSQL runs on another machine. */
  postmaster: number | null;
  model: ServerProcess;
  load: Load;
  /** For files that are thrown away. */
  folder: string;
  say(line: string): void;
}
