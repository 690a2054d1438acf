import { parentPort } from 'node:worker_threads';
import { parse } from 'libpg-query';
import { checkTree, type Names } from './check-tree.ts';

/** What the worker is given to look at. */
export interface ToCheck {
  sql: string;
  names: Names;
}

/** What it says: why the statement is not to be run, or null. */
export interface Verdict {
  refusal: string | null;
}

async function check({ sql, names }: ToCheck): Promise<Verdict> {
  try {
    return { refusal: checkTree(await parse(sql), names) };
  } catch (error) {
    if (error instanceof Error && error.name === 'SqlError') {
      return { refusal: `PostgreSQL cannot read this: ${error.message}.` };
    }
    // The parser is not to be used again: the worker ends.
    throw error;
  }
}

parentPort?.on('message', async (given: ToCheck) => parentPort?.postMessage(await check(given)));
