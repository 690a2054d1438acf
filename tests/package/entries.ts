import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SDK } from './consumer.ts';

/** Something that can be imported from the package. */
export interface Entry {
  /** `index`, `contract`, `react`. */
  name: string;
  /** What it is imported by. */
  specifier: string;
  /** The file that it comes from. */
  source: string;
  /** The file that it is built to, in the package. */
  built: string;
}

/** Every entry that the package has. */
export function entries(): Entry[] {
  const { exports } = JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')) as {
    exports: Record<string, { '@parlance/source': string; default: string } | string>;
  };
  return Object.entries(exports).flatMap(([path, to]) =>
    typeof to === 'string'
      ? []
      : {
          name: path === '.' ? 'index' : path.slice(2),
          specifier: `@parlance/client-sdk${path.slice(1)}`,
          source: join(SDK, to['@parlance/source']),
          built: to.default.slice(2),
        },
  );
}
