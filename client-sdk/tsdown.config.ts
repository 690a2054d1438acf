import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/contract/index.ts', 'src/react/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  // A file for each source, so that bundlers leave out what a program does not use, with what that imports.
  unbundle: true,
  dts: true,
  outputOptions: { comments: { jsdoc: false } },
  fixedExtension: false,
});
