import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { Load } from './load/load.ts';
import { type Options, readOptions, UsageError } from './options.ts';
import { measureHistory } from './parts/history.ts';
import { measureIdle } from './parts/idle.ts';
import { measureStreams } from './parts/streams/streams.ts';
import { measureTurns } from './parts/turns.ts';
import { startModel } from './processes/servers.ts';
import { type Figures, report, targetsOf } from './report/report.ts';
import { Cluster } from './sql/cluster.ts';

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  const figures = await run(options);
  process.stdout.write(`\n${report(figures)}`);
  if (options.json !== null) {
    await writeFile(
      options.json,
      `${JSON.stringify({ ...figures, targets: targetsOf(figures) }, null, 2)}\n`,
    );
  }
} catch (error) {
  say(
    error instanceof UsageError ? error.message : error instanceof Error ? `${error.stack}` : String(error),
  );
  process.exitCode = 1;
}

async function run(options: Options): Promise<Figures> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'parlance-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const cluster = cleanup.use(await Cluster.connect(options.databaseUrl));
  say(`Node ${process.version}, PostgreSQL ${await cluster.version()}, ${availableParallelism()} cores`);
  const context: Context = {
    options,
    cluster,
    postmaster: await cluster.postmaster(),
    model: cleanup.use(await startModel(folder, 'model.ts')),
    load: cleanup.use(new Load()),
    folder,
    say,
  };
  const wants = (part: Options['parts'][number]) => options.parts.includes(part);
  return {
    ...(wants('turns') && { turns: await measureTurns(context) }),
    ...(wants('history') && { history: await measureHistory(context) }),
    ...(wants('streams') && { streams: await measureStreams(context) }),
    ...(wants('idle') && { idle: await measureIdle(context) }),
  };
}
