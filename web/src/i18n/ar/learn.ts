import type { Dictionary } from '../en/index.ts';

export const learn: Dictionary['learn'] = {};
