import type { Dictionary } from '../en/index.ts';

export const chat: Dictionary['chat'] = {};
