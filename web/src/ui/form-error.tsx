import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './form-error.module.css';

/** Why what was asked for was not done, if there is anything to say. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    children && (
      <p role="alert" className={styles.error}>
        <CircleAlert size={18} aria-hidden="true" />
        <span>{children}</span>
      </p>
    )
  );
}
