import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The SDK is used from its source, as everywhere in this repository.
  resolve: { conditions: ['@parlance/source', 'browser', 'module', 'import', 'default'] },
});
