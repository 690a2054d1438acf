import type { ComponentProps, MouseEvent } from 'react';
import styles from './button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'danger';
  /** The work that was asked for goes on: the button does nothing, and keeps the focus. */
  busy?: boolean;
}

/** A button with words on it. */
export function Button({ look = 'primary', busy = false, className, onClick, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...props}
      onClick={busy ? doNothing : onClick}
      className={[styles.button, styles[look], className].join(' ')}
    />
  );
}

/** Nor is the form sent, by Enter in a field either. */
const doNothing = (event: MouseEvent): void => event.preventDefault();
