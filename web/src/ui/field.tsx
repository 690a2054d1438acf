import type { ComponentProps } from 'react';
import { FieldFrame, type FieldFrameProps } from './field-frame.tsx';

type FieldProps = FieldFrameProps & Omit<ComponentProps<'input'>, 'id'>;

/** A labelled line to type in. */
export function Field({ label, hint, problem, addition, ...input }: FieldProps) {
  return (
    <FieldFrame label={label} {...(hint !== undefined && { hint })} problem={problem} addition={addition}>
      {(control) => <input {...input} {...control} />}
    </FieldFrame>
  );
}
