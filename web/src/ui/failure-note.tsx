import type { ParlanceError } from '@parlance/client-sdk';
import { useRef } from 'react';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';
import { ListNote } from './list-note.tsx';
import { useHandOverFocus } from './use-hand-over-focus.ts';

interface FailureNoteProps {
  error: ParlanceError;
  onClose(): void;
  /** Gives the focus that the note goes with to something else. */
  handOver(note: HTMLElement): void;
}

/** Says above a list what could not be done in it. */
export function FailureNote({ error, onClose, handOver }: FailureNoteProps) {
  const { shell } = useText();
  const errorText = useErrorText();
  const note = useRef<HTMLDivElement>(null);
  useHandOverFocus(note, handOver);
  return (
    <ListNote ref={note} role="alert">
      {errorText(error)}
      <Button look="plain" onClick={onClose}>
        {shell.close}
      </Button>
    </ListNote>
  );
}
