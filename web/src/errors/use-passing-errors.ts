import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';

interface Work {
  isError: boolean;
  reset(): void;
}

/**
 * Forgets what failed when that says nothing any more: the browser is online again, or something else is looked at. Answers how to forget
 * it at once.
 */
export function usePassingErrors(...works: Work[]): () => void {
  const [location] = useLocation();
  const forget = () => {
    // What goes on may not be forgotten: somebody waits for its end.
    for (const work of works) if (work.isError) work.reset();
  };
  const onPassed = useEffectEvent(forget);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each place is a new one
  useEffect(() => onPassed(), [location]);
  useEffect(() => {
    const onOnline = () => onPassed();
    addEventListener('online', onOnline);
    return () => removeEventListener('online', onOnline);
  }, []);
  return forget;
}
