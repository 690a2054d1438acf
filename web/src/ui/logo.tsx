import styles from './logo.module.css';

/** The mark of the product; the words beside it name it. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="currentColor" />
      <path
        className={styles.bubble}
        d="M9 10.5A2.5 2.5 0 0 1 11.5 8h9a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5H16l-4.5 4.5V19A2.5 2.5 0 0 1 9 16.5z"
      />
      <g fill="currentColor">
        <circle cx="12.5" cy="13.5" r="1.25" />
        <circle cx="16" cy="13.5" r="1.25" />
        <circle cx="19.5" cy="13.5" r="1.25" />
      </g>
    </svg>
  );
}
