import { AsyncLocalStorage } from 'node:async_hooks';
import type { Incoming } from '../call.ts';

/** The request that tRPC works on: it answers some errors before it has made a context. */
export const current = new AsyncLocalStorage<Incoming>();
