import type { ParlanceError } from '@parlance/client-sdk';
import { useParlance } from '@parlance/client-sdk/react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useChecks } from '../account/use-checks.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import styles from '../ui/form.module.css';
import { FormError } from '../ui/form-error.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { useCheckedForm } from '../ui/use-checked-form.ts';
import { usePasswordErrorText } from './use-password-error-text.ts';
import { UserName } from './user-name.tsx';

interface Passwords {
  currentPassword: string;
  newPassword: string;
}

export function ChangePassword({ email }: { email: string }) {
  const { settings } = useText();
  const parlance = useParlance();
  const checks = useChecks();
  const errorText = usePasswordErrorText();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation<unknown, ParlanceError, Passwords>({
    mutationFn: (passwords) => parlance.auth.changePassword.mutate(passwords),
    onSuccess: () => form.current?.reset(),
    gcTime: 0,
  });
  const { problems, onSubmit } = useCheckedForm<keyof Passwords>(
    { currentPassword: checks.password, newPassword: checks.newPassword },
    change.mutate,
  );
  return (
    <form ref={form} noValidate className={styles.form} onSubmit={onSubmit}>
      <UserName email={email} />
      <PasswordField
        name="currentPassword"
        autoComplete="current-password"
        label={settings.currentPassword}
        problem={problems.currentPassword}
      />
      <PasswordField
        name="newPassword"
        autoComplete="new-password"
        label={settings.newPassword}
        problem={problems.newPassword}
      />
      <FormError>{change.error && errorText(change.error)}</FormError>
      <Button type="submit" look="plain" busy={change.isPending}>
        {settings.changePassword}
      </Button>
      <p role="status" className={styles.success}>
        {change.isSuccess && settings.passwordChanged}
      </p>
    </form>
  );
}
