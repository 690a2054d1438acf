import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Plain JavaScript, so that a later start finds everything stripped and compiled and does not load the type stripper at all.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/parlance'));
await import('./src/main.ts');
