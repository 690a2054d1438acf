import { useImportBot } from '@parlance/client-sdk/react';
import { type ChangeEvent, useRef } from 'react';
import { useLocation } from 'wouter';
import { useErrorText } from '../errors/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { FormError } from '../ui/form-error.tsx';
import { fileProblems } from './problems.ts';
import { useBotText } from './use-bot-text.ts';

/** Makes a bot of a file that one was exported to. */
export function ImportButton() {
  const bots = useBotText();
  const errorText = useErrorText();
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error } = useImportBot();
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const content = await target.files?.[0]?.text();
    // The same file can be chosen again.
    target.value = '';
    if (content === undefined) return;
    mutate({ content: content || ' ' }, { onSuccess: ({ id }) => navigate(`/bots/${id}`) });
  };
  const issues = error?.details.issues;
  return (
    <>
      <Button look="plain" busy={isPending} onClick={() => input.current?.click()}>
        {bots.import}
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={bots.import}
        onChange={read}
      />
      <FormError>{error && (issues ? fileProblems(issues, bots) : errorText(error))}</FormError>
    </>
  );
}
