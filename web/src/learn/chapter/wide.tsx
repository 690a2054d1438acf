import type { ReactNode } from 'react';

/** What is too wide for a phone: it scrolls sideways, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section tabIndex={0} aria-label={label} data-wide>
      {children}
    </section>
  );
}
