import { MessageCircle } from 'lucide-react';
import type { Ref } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './launcher.module.css';

interface LauncherProps {
  ref: Ref<HTMLButtonElement>;
  isOpen: boolean;
  /** It would be in the way of an open panel. */
  isHidden: boolean;
  onClick(): void;
}

/** Opens the panel, and closes it again. */
export function Launcher(props: LauncherProps) {
  const { panel: text } = useText();
  return (
    <button
      ref={props.ref}
      type="button"
      className={styles.launcher}
      hidden={props.isHidden}
      aria-label={text.open}
      title={text.open}
      aria-haspopup="dialog"
      aria-expanded={props.isOpen}
      onClick={props.onClick}
    >
      <MessageCircle size={24} aria-hidden="true" />
    </button>
  );
}
