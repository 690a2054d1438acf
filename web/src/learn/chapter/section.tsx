import type { ReactNode } from 'react';
import { type SectionId, sections } from './sections.ts';

/** A part of the chapter, under its heading. */
export function Section({ id, children }: { id: SectionId; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{sections[id]}</h2>
      {children}
    </section>
  );
}
