import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './icon-button.module.css';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon;
  /** Its accessible name, and what is shown while the pointer rests on it. */
  label: string;
  iconSize?: number;
}

/** A button that is a picture. */
export function IconButton({ icon: Icon, label, iconSize = 18, className, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...props}
      className={[styles.button, className].join(' ')}
    >
      <Icon size={iconSize} aria-hidden="true" />
    </button>
  );
}
