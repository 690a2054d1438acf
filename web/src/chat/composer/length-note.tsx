import { MAX_MESSAGE_LENGTH } from '@parlance/client-sdk';
import { useText } from '../../i18n/text.ts';
import styles from './composer.module.css';

const near = 0.9 * MAX_MESSAGE_LENGTH;

/** Says how much room is left, once that matters. */
export function LengthNote({ id, length }: { id: string; length: number }) {
  const { chat: text } = useText();
  const over = length - MAX_MESSAGE_LENGTH;
  return (
    <p id={id} className={styles.note} data-over={over > 0 || undefined}>
      {over > 0 ? text.tooLong(over) : length >= near && text.lengthOf(length, MAX_MESSAGE_LENGTH)}
    </p>
  );
}
