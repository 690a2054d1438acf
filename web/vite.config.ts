import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The SDK is used from its source, as everywhere in this repository.
    conditions: ['@parlance/source', 'browser', 'module', 'import', 'default'],
    alias: { 'decode-named-character-reference': `${import.meta.dirname}/src/markdown/decode-entity.ts` },
  },
});
