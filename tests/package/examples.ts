import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A block of code that the documentation shows. */
export interface Example {
  /** A file name that says where it stands. */
  file: string;
  code: string;
}

/** Every block of TypeScript in the README and in the comments of the sources. */
export async function examples(folder: string): Promise<Example[]> {
  const sources = (await readdir(join(folder, 'src'), { recursive: true })).filter(isSource);
  const texts = await Promise.all(
    ['README.md', ...sources.map((file) => join('src', file))].map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { file, text: isSource(file) ? withoutStars(text) : text };
    }),
  );
  return texts.flatMap(({ file, text }) =>
    [...text.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(([, ending, code = ''], index) => ({
      file: `${file.replace(/\.\w+$/, '').replaceAll(/\W+/g, '-')}-${index + 1}.${ending}`,
      code: `${code}export {};\n`,
    })),
  );
}

const isSource = (file: string): boolean => /\.tsx?$/.test(file);

const withoutStars = (text: string): string => text.replaceAll(/^ *\* ?/gm, '');
