import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { placeNear } from './place-near.ts';
import { type TextSelection, watchSelection } from './watch-selection.ts';

/** The text that is selected inside of an element, until it is dismissed. */
export function useSelection(
  within: RefObject<Node | null>,
): [selection: TextSelection | null, dismiss: () => void] {
  const [selection, setSelection] = useState<TextSelection | null>(null);
  useEffect(() => {
    return within.current === null ? undefined : watchSelection(within.current, setSelection);
  }, [within]);
  return [selection, () => setSelection(null)];
}

/** Keeps an element beside a selection, whatever scrolls. */
export function usePlaceNear(element: RefObject<HTMLElement | null>, selection: TextSelection | null): void {
  useLayoutEffect(() => {
    if (selection === null) return;
    const controller = new AbortController();
    const options = { capture: true, passive: true, signal: controller.signal };
    const place = () => {
      if (element.current !== null) placeNear(element.current, selection.range);
    };
    place();
    addEventListener('scroll', place, options);
    addEventListener('resize', place, options);
    return () => controller.abort();
  }, [element, selection]);
}

/** The keyboard's way to what appears beside a selection: Tab goes there first, Escape makes it go. */
export function useSelectionKeys(
  within: RefObject<Node | null>,
  element: RefObject<HTMLElement | null>,
  isShown: boolean,
  dismiss: () => void,
): void {
  useEffect(() => {
    if (!isShown) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') dismiss();
      if (event.key !== 'Tab' || event.shiftKey || element.current === null) return;
      const [target] = event.composedPath();
      const isReading =
        target === document.body || (target instanceof Node && within.current?.contains(target));
      if (!isReading) return;
      event.preventDefault();
      element.current.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
}
