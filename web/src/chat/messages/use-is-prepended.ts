import { useLayoutEffect, useRef } from 'react';

/** Whether items came before those of the last render, so that the list keeps its distance from the end. */
export function useIsPrepended(keys: readonly string[]): boolean {
  const firstKey = useRef<string | undefined>(undefined);
  const known = firstKey.current;
  useLayoutEffect(() => {
    firstKey.current = keys[0];
  });
  return known !== undefined && known !== keys[0] && keys.includes(known);
}
