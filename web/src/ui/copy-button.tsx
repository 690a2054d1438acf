import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './copy-button.module.css';
import { IconButton } from './icon-button.tsx';

const shownFor = 2_000;

/** Copies a text, and says how that went. */
export function CopyButton({ text: copied, label }: { text: string; label: string }) {
  const { chat: text } = useText();
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), shownFor);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () =>
    write(copied).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  return (
    <span className={styles.copy}>
      <IconButton icon={outcome === 'copied' ? Check : Copy} label={label} onClick={copy} />
      <span className={styles.outcome} aria-live="polite" data-shown={outcome === 'refused' || undefined}>
        {outcome === 'copied' && text.copied}
        {outcome === 'refused' && text.copyRefused}
      </span>
    </span>
  );
}

/** Pages without TLS have no clipboard. */
const write = async (text: string): Promise<void> => navigator.clipboard.writeText(text);
