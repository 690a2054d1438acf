import type { OwnBot } from '@parlance/client-sdk';
import { useDeleteBot } from '@parlance/client-sdk/react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { FormError } from '../ui/form-error.tsx';
import { useBotText } from './use-bot-text.ts';

/** Deletes a bot when that was meant. */
export function DeleteBot({ bot }: { bot: OwnBot }) {
  const bots = useBotText();
  const { shell } = useText();
  const errorText = useErrorText();
  const [, navigate] = useLocation();
  const [isAsking, setAsking] = useState(false);
  const { mutate, isPending, error } = useDeleteBot();
  const remove = () => mutate({ botId: bot.id }, { onSuccess: () => navigate('/bots', { replace: true }) });
  return (
    <>
      <Button look="plain" onClick={() => setAsking(true)}>
        {bots.delete}
      </Button>
      {isAsking && (
        <Dialog
          title={bots.deleteTitle}
          description={bots.deleteWarning(bot.name)}
          onClose={() => setAsking(false)}
        >
          <FormError>{error && errorText(error)}</FormError>
          <DialogActions>
            <Button look="plain" onClick={() => setAsking(false)}>
              {shell.cancel}
            </Button>
            <Button look="danger" busy={isPending} onClick={remove}>
              {bots.delete}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}
