import { type RefObject, useEffectEvent, useLayoutEffect } from 'react';

/** When an element goes with the focus in it, `handOver` gives that to another one. */
export function useHandOverFocus(
  element: RefObject<HTMLElement | null>,
  handOver: (gone: HTMLElement) => void,
): void {
  const onGone = useEffectEvent(handOver);
  useLayoutEffect(() => {
    const gone = element.current;
    return () => {
      if (gone?.matches(':focus-within')) onGone(gone);
    };
  }, [element]);
}

/** What `selector` finds in the items of a list beside one of them: in the next, or in the one before. */
export const beside = (item: HTMLElement, selector: string): HTMLElement | undefined =>
  [item.nextElementSibling, item.previousElementSibling]
    .map((neighbour) => neighbour?.querySelector<HTMLElement>(selector))
    .find((found) => found != null) ?? undefined;
