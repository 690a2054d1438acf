import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The SDK is used from its source, as everywhere in this repository.
    conditions: ['@parlance/source', 'browser', 'module', 'import', 'default'],
    alias: { 'decode-named-character-reference': `${import.meta.dirname}/src/markdown/decode-entity.ts` },
  },
  // One style sheet: one that comes with a later part is not asked for again where that could not be loaded at first.
  build: { cssCodeSplit: false },
});
