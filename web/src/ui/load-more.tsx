import { useEffect, useRef } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';

/** Loads more as soon as it is scrolled to; a button for those who do not scroll. */
export function LoadMore({ isLoading, onLoad }: { isLoading: boolean; onLoad: () => void }) {
  const { sidebar } = useText();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isLoading || button.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onLoad(), {
      rootMargin: '200px',
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [isLoading, onLoad]);
  return (
    <Button ref={button} look="plain" busy={isLoading} onClick={onLoad}>
      {sidebar.more}
    </Button>
  );
}
