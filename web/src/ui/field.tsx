import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  hint?: string;
  /** What is wrong with the value, if anything. */
  problem?: string | null | undefined;
  /** Stands at the end of the field. */
  addition?: ReactNode;
}

/** A labelled line to type in. */
export function Field({ label, hint, problem, addition, ...input }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = problem ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.box}>
        <input
          {...input}
          id={id}
          className={styles.input}
          aria-invalid={problem ? true : undefined}
          aria-describedby={note ? noteId : undefined}
        />
        {addition}
      </div>
      {note && (
        <p id={noteId} className={problem ? styles.problem : styles.hint}>
          {note}
        </p>
      )}
    </div>
  );
}
