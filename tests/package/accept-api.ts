// `npm run api`: what the SDK exports now is what it is meant to export.
import { writeFile } from 'node:fs/promises';
import { acceptedFile, apiSurface } from './api-surface.ts';
import { entries } from './entries.ts';

for (const entry of entries()) await writeFile(acceptedFile(entry), await apiSurface(entry));
