import type { Fault } from '../script/scenario.ts';

export interface BreakPoint {
  how: 'stall' | 'cut' | 'end' | 'error' | 'failed';
  /** Chunks that are still sent; when the answer has fewer, the fault strikes at its end. */
  after: number;
}

/** Where an answer that has begun breaks off. */
export function breakOf(fault: Fault | undefined): BreakPoint | undefined {
  if (fault === undefined) return undefined;
  if ('stallAfter' in fault) return { how: 'stall', after: fault.stallAfter };
  if ('cutAfter' in fault) return { how: 'cut', after: fault.cutAfter };
  if ('endAfter' in fault) return { how: 'end', after: fault.endAfter };
  if ('errorChunkAfter' in fault) return { how: 'error', after: fault.errorChunkAfter };
  return 'failed' in fault ? { how: 'failed', after: Number.POSITIVE_INFINITY } : undefined;
}
