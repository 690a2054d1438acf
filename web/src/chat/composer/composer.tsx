import { MAX_MESSAGE_LENGTH } from '@parlance/client-sdk';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useLayoutEffect } from 'react';
import { useText } from '../../i18n/text.ts';
import styles from './composer.module.css';
import { LengthNote } from './length-note.tsx';
import { SendButton } from './send-button.tsx';
import { type DraftOptions, useDraft } from './use-draft.ts';

interface ComposerProps extends DraftOptions {
  busy: boolean;
  input: RefObject<HTMLTextAreaElement | null>;
  onSend(message: string): void;
  onStop(): void;
  /** What goes along with the message, shown above it. */
  children?: ReactNode;
}

/** Where a message is written. */
export function Composer({ busy, input, onSend, onStop, children, ...options }: ComposerProps) {
  const { chat: text } = useText();
  const [draft, setDraft] = useDraft(options);
  const noteId = useId();
  const canSend = !busy && draft.trim() !== '' && draft.length <= MAX_MESSAGE_LENGTH;
  useHeightOfContent(input, draft);

  const send = () => {
    if (!canSend) return;
    onSend(draft);
    setDraft('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && busy) {
      event.preventDefault();
      onStop();
    }
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      <div className={styles.row}>
        <textarea
          ref={input}
          className={styles.input}
          rows={1}
          dir="auto"
          value={draft}
          placeholder={text.placeholder}
          aria-label={text.message}
          aria-describedby={noteId}
          aria-invalid={draft.length > MAX_MESSAGE_LENGTH}
          enterKeyHint="send"
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <SendButton busy={busy} disabled={!canSend} onStop={onStop} />
      </div>
      <LengthNote id={noteId} length={draft.length} />
    </form>
  );
}

/** Enter that only picks what an input method offers. Safari tells it by the key code alone. */
const isComposing = (event: KeyboardEvent): boolean =>
  event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;

function useHeightOfContent(input: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.blockSize = 'auto';
    element.style.blockSize = `${element.scrollHeight}px`;
  }, [input, text]);
}
