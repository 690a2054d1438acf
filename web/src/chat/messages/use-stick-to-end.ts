import { type RefObject, useCallback, useRef, useState } from 'react';

const tolerance = 32;

interface StickToEnd {
  /** The reader is somewhere above, so what is new is out of sight. */
  isAway: boolean;
  /** To be called when the list was scrolled. */
  onScroll(): void;
  /** To be called when the list or what is in it changed its size. */
  onResize(): void;
  toEnd(): void;
}

/** Keeps the end of a growing list in sight, until its reader scrolls up. */
export function useStickToEnd(scroller: RefObject<HTMLElement | null>): StickToEnd {
  const [isAway, setAway] = useState(false);
  const sticks = useRef(true);
  const lastTop = useRef(0);

  const toEnd = useCallback(() => {
    sticks.current = true;
    setAway(false);
    if (!scroller.current) return;
    scroller.current.scrollTop = scroller.current.scrollHeight;
    // What the list takes off when a size turns out smaller is no step up of the reader.
    lastTop.current = scroller.current.scrollTop;
  }, [scroller]);

  const onScroll = useCallback(() => {
    if (!scroller.current) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller.current;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < tolerance;
    if (isAtEnd) sticks.current = true;
    else if (scrollTop < lastTop.current) sticks.current = false;
    lastTop.current = scrollTop;
    setAway(!sticks.current);
  }, [scroller]);

  const onResize = useCallback(() => {
    if (sticks.current) toEnd();
  }, [toEnd]);

  return { isAway, onScroll, onResize, toEnd };
}
