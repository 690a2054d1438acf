import { readdirSync, statSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const WEB = import.meta.dirname;
const DIST = join(WEB, 'dist');
/** What the built page is made of. */
const SOURCES = [
  'src',
  'public',
  'index.html',
  'build.ts',
  'vite.config.ts',
  'vite.embed.config.ts',
  'package.json',
]
  .map((name) => join(WEB, name))
  .concat(resolve(WEB, '../client-sdk/src'), resolve(WEB, '../package-lock.json'));
const COMPRESSED = /\.(css|html|js|json|map|svg|txt|webmanifest)$/;

const onlyIfStale = process.argv.includes('--if-stale');
if (!onlyIfStale || isStale()) {
  process.stdout.write('Building the page…\n');
  await buildPage();
}

/** Builds beside the old page and then takes its place, so that a page is there as a whole or not at all. */
async function buildPage(): Promise<void> {
  // Whoever starts this may have set another: Vite keeps it, and React is then the slow one for development.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  const folder = join(WEB, `.dist-${process.pid}`);
  try {
    await build({ root: WEB, logLevel: 'warn', build: { outDir: folder } });
    await build({
      configFile: join(WEB, 'vite.embed.config.ts'),
      root: WEB,
      logLevel: 'warn',
      build: { outDir: folder },
    });
    await putStylesIn(folder);
    await compress(folder);
    await rm(DIST, { recursive: true, force: true });
    await rename(folder, DIST);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes one file of the embed script and its styles. */
async function putStylesIn(folder: string): Promise<void> {
  const [script, styles, map] = await Promise.all(
    ['embed.js', 'embed.css', 'embed.js.map'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  const mapComment = '//# sourceMappingURL=embed.js.map';
  const code = script?.replace(mapComment, '').trim();
  const lines = [
    `(() => { const PARLANCE_STYLES = ${JSON.stringify(styles)};`,
    code,
    '})();',
    mapComment,
    '',
  ];
  await writeFile(join(folder, 'embed.js'), lines.join('\n'));
  // One more line before the code, which in a source map is one semicolon.
  const { mappings, ...rest } = JSON.parse(map ?? '');
  await writeFile(join(folder, 'embed.js.map'), JSON.stringify({ ...rest, mappings: `;${mappings}` }));
  await rm(join(folder, 'embed.css'));
}

/** Writes a .br and a .gz beside each file that they make smaller. */
async function compress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  await Promise.all(
    entries
      .filter((name) => COMPRESSED.test(name))
      .map(async (name) => {
        const file = join(folder, name);
        const plain = await readFile(file);
        const packed = {
          br: await promisify(brotliCompress)(plain, {
            params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
          }),
          gz: await promisify(gzip)(plain, { level: 9 }),
        };
        for (const [suffix, body] of Object.entries(packed)) {
          if (body.length < plain.length) await writeFile(`${file}.${suffix}`, body);
        }
      }),
  );
}

function isStale(): boolean {
  const built = modified(join(DIST, 'index.html'));
  return built === 0 || SOURCES.some((source) => newestIn(source) > built);
}

/** When something in a folder was last changed, added or removed; of a file, when it was changed. */
function newestIn(path: string): number {
  const own = modified(path);
  if (own === 0 || !statSync(path).isDirectory()) return own;
  return Math.max(own, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
