/** What work comes to, as long as it takes no longer than so many milliseconds and the signal does not abort. */
export async function within<Value>(work: Promise<Value>, ms: number, signal: AbortSignal): Promise<Value> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const timer = setTimeout(() => reject(new Error(`Not done within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
