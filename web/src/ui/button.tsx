import type { ComponentProps } from 'react';
import styles from './button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'danger';
  /** The work that was asked for goes on. */
  busy?: boolean;
}

/** A button with words on it. */
export function Button({ look = 'primary', busy = false, className, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...props}
      disabled={props.disabled === true || busy}
      className={[styles.button, styles[look], className].join(' ')}
    />
  );
}
