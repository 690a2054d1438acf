import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';

interface DeleteDialogProps {
  /** Of the conversation. */
  title: string;
  onConfirm: () => void;
  onCancel: () => void;
}

export function DeleteDialog({ title, onConfirm, onCancel }: DeleteDialogProps) {
  const { shell, sidebar } = useText();
  return (
    <Dialog title={sidebar.deleteTitle} description={sidebar.deleteWarning(title)} onClose={onCancel}>
      <DialogActions>
        <Button look="plain" onClick={onCancel}>
          {shell.cancel}
        </Button>
        <Button look="danger" onClick={onConfirm}>
          {sidebar.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
