import { readFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { build } from 'tsdown';
import ts from 'typescript';
import { SDK } from './consumer.ts';
import { type Entry, entries } from './entries.ts';

/** Where what was accepted of an entry is kept. */
export const acceptedFile = ({ name }: Entry): string => join(SDK, 'api', `${name}.api.txt`);

/** What was accepted of an entry. */
export const accepted = (entry: Entry): Promise<string> => readFile(acceptedFile(entry), 'utf8');

/** Everything that an entry declares, without comments and in the order of the names. */
export async function apiSurface(entry: Entry): Promise<string> {
  const bundles = await build({
    cwd: SDK,
    config: false,
    entry: { [entry.name]: entry.source },
    format: 'esm',
    platform: 'neutral',
    dts: { emitDtsOnly: true },
    deps: { neverBundle: (id, importer) => isOfAnother(entry, id, importer) },
    write: false,
    logLevel: 'silent',
  });
  const declarations = bundles
    .flatMap(({ chunks }) => chunks)
    .flatMap((chunk) => (chunk.type === 'chunk' && chunk.fileName.includes('.d.') ? [chunk.code] : []));
  return inOrder(declarations.join('\n'));
}

/** Is a file of the package said in full by another entry, the one whose folder it is in? */
function isOfAnother(entry: Entry, id: string, importer: string | undefined): boolean {
  if (!id.startsWith('.') || importer === undefined) return false;
  const file = resolve(dirname(importer), id);
  const [owner] = entries()
    .filter(({ source }) => file.startsWith(dirname(source) + sep))
    .sort((a, b) => b.source.length - a.source.length);
  return owner?.name !== entry.name;
}

function inOrder(declarations: string): string {
  const source = ts.createSourceFile('api.d.ts', withoutAliases(declarations), ts.ScriptTarget.Latest);
  const printer = ts.createPrinter({ removeComments: true });
  const print = (node: ts.Node) => printer.printNode(ts.EmitHint.Unspecified, node, source);
  const texts = source.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map((element) => `export { ${print(element)} };`)
      : print(statement),
  );
  const sorted = texts
    .map(withSortedEnums)
    .map((text) => ({ text, name: nameOf(text) }))
    .sort((a, b) => compare(a.name, b.name));
  return `${sorted.map(({ text }) => text).join('\n')}\n`;
}

/** The bundler's second names for what it imports and exports, and the long names of zod's types. */
const withoutAliases = (text: string): string =>
  text
    .replaceAll(/, (\w+) as \1\$\d+/g, '')
    .replaceAll(/\b(\w+)\$\d+\b/g, '$1')
    .replaceAll('import("zod/v4/core").', 'z.core.')
    .replaceAll('import("zod").', 'z.');

/** The compiler names the values of an enum in the order in which it has come upon them, here or elsewhere. */
const withSortedEnums = (text: string): string =>
  text.replaceAll(
    /(ZodEnum<\{\n)([^}]*)(\n\s*\}>)/g,
    (_, before: string, values: string, after: string) =>
      `${before}${values.split('\n').sort(compare).join('\n')}${after}`,
  );

const kinds = ['import', 'declare', 'interface', 'type', 'export'];

/** Imports first, exports last, what is declared by its name. */
function nameOf(text: string): string {
  const kind = kinds.findIndex((word) => text.startsWith(`${word} `));
  const [, name = text] =
    /^(?:declare )?(?:abstract )?(?:const|function|class|interface|type) (\w+)/.exec(text) ?? [];
  return `${kind === 0 ? 0 : kind === kinds.length - 1 ? 2 : 1} ${name}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
