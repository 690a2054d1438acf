import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './button.module.css';

interface ButtonLinkProps {
  href: string;
  look?: 'primary' | 'plain';
  children: ReactNode;
}

/** Goes somewhere, and is as easy to hit as a button. */
export function ButtonLink({ href, look = 'primary', children }: ButtonLinkProps) {
  return (
    <Link href={href} className={[styles.button, styles[look]].join(' ')}>
      {children}
    </Link>
  );
}
