import type { OwnBot } from '@parlance/client-sdk';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useErrorText } from '../errors/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { FormError } from '../ui/form-error.tsx';
import { AboutFields } from './about-fields.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { toForm } from './bot-form.ts';
import { BotVersions } from './bot-versions.tsx';
import styles from './bots.module.css';
import { ConflictNote } from './conflict-note.tsx';
import { ConversationFields } from './conversation-fields.tsx';
import { DeleteBot } from './delete-bot.tsx';
import { EmbedFields } from './embed-fields.tsx';
import { ExportButton } from './export-button.tsx';
import { otherProblems, problemsOf } from './problems.ts';
import { ToolFields } from './tool-fields.tsx';
import { useBotEditor } from './use-bot-editor.ts';
import { useBotText } from './use-bot-text.ts';

interface BotEditorProps {
  /** null: one to be made. */
  bot: OwnBot | null;
  /** Reads what is stored by now. */
  onReload(): Promise<OwnBot | null>;
}

/** All that can be said of a bot. What the server refuses is said at its field. */
export function BotEditor({ bot, onReload }: BotEditorProps) {
  const bots = useBotText();
  const errorText = useErrorText();
  const editor = useBotEditor(bot, onReload);
  const [restored, setRestored] = useState<number | null>(null);
  const formElement = useRef<HTMLFormElement>(null);
  const saveButton = useRef<HTMLButtonElement>(null);
  const { base, form, error, issues, change } = editor;
  const isConflict = error?.code === 'conflict';
  useEffect(() => {
    if (issues.length > 0) formElement.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [issues]);
  const refusal =
    issues.length > 0 ? [bots.refused, ...otherProblems(issues, bots.wants)] : error && [errorText(error)];
  const fields = { form, change, problems: problemsOf(issues, bots.wants) };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setRestored(null);
    editor.save();
  };
  /** Does what makes its button go. */
  const settle = (how: () => unknown) => () => {
    saveButton.current?.focus();
    setRestored(null);
    how();
  };
  return (
    <form ref={formElement} noValidate className={styles.form} onSubmit={save}>
      <AboutFields {...fields} botId={base?.id ?? null} />
      <AnswerFields {...fields} />
      <ConversationFields {...fields} />
      <ToolFields {...fields} />
      <EmbedFields {...fields} />
      <div className={styles.save}>
        {isConflict && <ConflictNote onTake={settle(editor.takeTheirs)} onKeep={settle(editor.keepMine)} />}
        {!isConflict && <FormError>{refusal?.join(' ')}</FormError>}
        <p role="status" className={styles.saved}>
          {editor.savedVersion !== null && bots.saved(editor.savedVersion)}
          {restored !== null && bots.usedVersion(restored)}
          {restored === null && editor.isChanged && bots.unsaved}
        </p>
        <div className={styles.buttons}>
          <Button ref={saveButton} type="submit" busy={editor.isSaving}>
            {base ? bots.save : bots.createButton}
          </Button>
          {base && (
            <ButtonLink look="plain" href={`/b/${base.id}`}>
              {bots.chat}
            </ButtonLink>
          )}
          {editor.isChanged && (
            <Button look="plain" onClick={settle(editor.discard)}>
              {bots.discard}
            </Button>
          )}
        </div>
      </div>
      {base && (
        <>
          <BotVersions
            botId={base.id}
            onUse={(version) => {
              change(configOf(toForm({ ...base, ...version })));
              setRestored(version.version);
            }}
          />
          <div className={styles.buttons}>
            <ExportButton botId={base.id} />
            <DeleteBot bot={base} />
          </div>
        </>
      )}
    </form>
  );
}

/** A version says nothing of who may talk to the bot. */
const configOf = ({ visibility, ...rest }: ReturnType<typeof toForm>) => rest;
