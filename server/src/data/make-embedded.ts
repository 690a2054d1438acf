import { PGlite } from '@electric-sql/pglite';
import { migrateEmbedded } from './open-embedded.ts';

// Run by embedded-files.ts in a process of its own: makes a database in the folder that is named.
const pglite = new PGlite(process.argv[2] ?? '');
await pglite.waitReady;
await migrateEmbedded(pglite);
await pglite.close();
