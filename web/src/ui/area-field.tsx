import type { ComponentProps } from 'react';
import { FieldFrame, type FieldFrameProps } from './field-frame.tsx';

type AreaFieldProps = Omit<FieldFrameProps, 'addition'> & Omit<ComponentProps<'textarea'>, 'id'>;

/** Labelled lines to type in. */
export function AreaField({ label, hint, problem, ...area }: AreaFieldProps) {
  return (
    <FieldFrame label={label} {...(hint !== undefined && { hint })} problem={problem}>
      {(control) => <textarea dir="auto" {...area} {...control} />}
    </FieldFrame>
  );
}
