import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { index: 'src/index.ts', contract: 'src/contract/index.ts', react: 'src/react/index.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  fixedExtension: false,
});
