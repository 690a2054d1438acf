import { type RefObject, useLayoutEffect } from 'react';

/** When an item of a list goes with the focus in it, the next one has it, or the one before, or what stands in for the list. */
export function useHandOverFocus(
  item: RefObject<HTMLElement | null>,
  fallback: RefObject<HTMLElement | null>,
): void {
  useLayoutEffect(() => {
    const element = item.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      const neighbour = element.nextElementSibling ?? element.previousElementSibling;
      (neighbour?.querySelector<HTMLElement>('input') ?? fallback.current)?.focus();
    };
  }, [item, fallback]);
}
