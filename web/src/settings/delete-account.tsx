import type { ParlanceError } from '@parlance/client-sdk';
import { useParlance } from '@parlance/client-sdk/react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useChecks } from '../account/use-checks.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import styles from '../ui/form.module.css';
import { FormError } from '../ui/form-error.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { useCheckedForm } from '../ui/use-checked-form.ts';
import { usePasswordErrorText } from './use-password-error-text.ts';
import { UserName } from './user-name.tsx';

export function DeleteAccount({ email }: { email: string }) {
  const { settings } = useText();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button look="plain" onClick={() => setAsking(true)}>
        {settings.deleteAccount}
      </Button>
      {isAsking && (
        <Dialog
          title={settings.deleteAccountTitle}
          description={settings.deleteAccountWarning}
          onClose={() => setAsking(false)}
        >
          <DeleteForm email={email} onCancel={() => setAsking(false)} />
        </Dialog>
      )}
    </>
  );
}

function DeleteForm({ email, onCancel }: { email: string; onCancel: () => void }) {
  const { account, settings } = useText();
  const [, navigate] = useLocation();
  const parlance = useParlance();
  const checks = useChecks();
  const errorText = usePasswordErrorText();
  const deletion = useMutation<unknown, ParlanceError, { password: string }>({
    mutationFn: (proof) => parlance.auth.deleteAccount.mutate(proof),
    onSuccess: () => navigate('/'),
    gcTime: 0,
  });
  const { problems, onSubmit } = useCheckedForm<'password'>({ password: checks.password }, deletion.mutate);
  return (
    <form noValidate className={styles.form} onSubmit={onSubmit}>
      <UserName email={email} />
      <PasswordField
        name="password"
        autoComplete="current-password"
        label={account.password}
        problem={problems.password}
      />
      <FormError>{deletion.error && errorText(deletion.error)}</FormError>
      <DialogActions>
        <Button look="plain" onClick={onCancel}>
          {settings.keepAccount}
        </Button>
        <Button type="submit" look="danger" busy={deletion.isPending}>
          {settings.deleteForever}
        </Button>
      </DialogActions>
    </form>
  );
}
