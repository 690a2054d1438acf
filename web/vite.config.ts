import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['PARLANCE_URL'] ?? 'http://localhost:3000';
const routesOfServer = ['/trpc', '/api', '/chat', '/health', '/v1'];

export default defineConfig({
  plugins: [react()],
  // The SDK is used from its source, as everywhere in this repository.
  resolve: { conditions: ['@parlance/source', 'browser', 'module', 'import', 'default'] },
  server: { proxy: Object.fromEntries(routesOfServer.map((route) => [`^${route}(/|\\?|$)`, server])) },
});
