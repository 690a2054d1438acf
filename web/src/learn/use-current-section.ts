import { type RefObject, useEffect, useState } from 'react';
import { sections } from './chapter/sections.ts';

/** The id of the section that is being read: the last whose heading is above the middle of the window. */
export function useCurrentSection(scroller: RefObject<HTMLElement | null>): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    const { current: element } = scroller;
    if (element === null) return;
    const read = () => {
      const isPassed = (id: string) =>
        (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < innerHeight / 2;
      setCurrent(Object.keys(sections).findLast(isPassed) ?? null);
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    return () => element.removeEventListener('scroll', read);
  }, [scroller]);
  return current;
}
