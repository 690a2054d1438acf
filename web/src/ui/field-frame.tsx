import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

/** What every field with a label can be given. */
export interface FieldFrameProps {
  label: string;
  hint?: string;
  /** What is wrong with the value, if anything. */
  problem?: string | null | undefined;
  /** Stands at the end of the field. */
  addition?: ReactNode;
}

/** What the element that is filled in has to have. */
interface Control {
  id: string;
  className: string | undefined;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** A label above something to fill in, and a hint or what is wrong below it. */
export function FieldFrame(props: FieldFrameProps & { children(control: Control): ReactNode }) {
  const { label, hint, problem, addition, children } = props;
  const id = useId();
  const noteId = `${id}-note`;
  const note = problem ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.box}>
        {children({
          id,
          className: styles.input,
          'aria-invalid': problem ? true : undefined,
          'aria-describedby': note ? noteId : undefined,
        })}
        {addition}
      </div>
      {note && (
        <p id={noteId} className={problem ? styles.problem : styles.hint} dir="auto">
          {note}
        </p>
      )}
    </div>
  );
}
