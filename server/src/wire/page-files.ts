import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Request, Response } from 'express';

/** Encodings that the build writes beside a file, the smallest first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** A built file, as it can be sent. */
export interface BuiltFile {
  extension: string;
  etag: string;
  plain: Buffer;
  /** The same, compressed; the smallest first. */
  encoded: readonly { encoding: string; body: Buffer }[];
}

/**
 * Reads the files of a built page, by their paths in an address. They are held in memory: nothing outside of the
 * folder can be asked for, and a build beside a running server changes nothing under it.
 */
export function readBuiltFiles(folder: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || ENCODINGS.some(([, suffix]) => entry.name.endsWith(suffix))) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, file).split(sep).join('/')}`, readFile(file));
  }
  return files;
}

function readFile(file: string): BuiltFile {
  const plain = readFileSync(file);
  return {
    extension: extname(file),
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    encoded: ENCODINGS.filter(([, suffix]) => existsSync(file + suffix)).map(([encoding, suffix]) => ({
      encoding,
      body: readFileSync(file + suffix),
    })),
  };
}

/** Sends a file in the best encoding that the caller takes; nothing of it, when the caller has it. */
export function sendBuilt(req: Request, res: Response, file: BuiltFile): void {
  const chosen = file.encoded.find(({ encoding }) => req.acceptsEncodings(encoding));
  res.vary('Accept-Encoding');
  res.setHeader('ETag', file.etag);
  if (chosen) res.setHeader('Content-Encoding', chosen.encoding);
  res.type(file.extension).send(chosen?.body ?? file.plain);
}
