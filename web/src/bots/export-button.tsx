import { useExportBot } from '@parlance/client-sdk/react';
import { useErrorText } from '../errors/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { FormError } from '../ui/form-error.tsx';
import { useBotText } from './use-bot-text.ts';

/** Saves a bot, as it is stored, to a file. */
export function ExportButton({ botId }: { botId: string }) {
  const bots = useBotText();
  const errorText = useErrorText();
  const { mutate, isPending, error } = useExportBot();
  return (
    <>
      <Button look="plain" busy={isPending} onClick={() => mutate({ botId }, { onSuccess: saveFile })}>
        {bots.export}
      </Button>
      <FormError>{error && errorText(error)}</FormError>
    </>
  );
}

interface SavedFile {
  filename: string;
  mediaType: string;
  content: string;
}

function saveFile({ filename, mediaType, content }: SavedFile): void {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  Object.assign(document.createElement('a'), { href: url, download: filename }).click();
  URL.revokeObjectURL(url);
}
