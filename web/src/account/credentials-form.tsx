import type { ParlanceError } from '@parlance/client-sdk';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import styles from '../ui/form.module.css';
import { FormError } from '../ui/form-error.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { useCheckedForm } from '../ui/use-checked-form.ts';
import { useChecks } from './use-checks.ts';

interface CredentialsFormProps {
  isNew: boolean;
  /** What the mutation that signs in or up says of itself. */
  isPending: boolean;
  error: ParlanceError | null;
  errorText: (error: ParlanceError) => string;
  onSend: (credentials: { email: string; password: string }) => void;
}

/** Email address and password, of somebody new or known. */
export function CredentialsForm({ isNew, isPending, error, errorText, onSend }: CredentialsFormProps) {
  const { account } = useText();
  const checks = useChecks();
  const { problems, onSubmit } = useCheckedForm(
    { email: checks.email, password: isNew ? checks.newPassword : checks.password },
    ({ email, password }) => onSend({ email: email.trim(), password }),
  );
  return (
    <form noValidate className={styles.form} onSubmit={onSubmit}>
      <FormError>{error && errorText(error)}</FormError>
      <Field
        name="email"
        type="email"
        dir="ltr"
        autoComplete="username"
        label={account.email}
        problem={problems.email}
      />
      <PasswordField
        name="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        label={account.password}
        {...(isNew && { hint: account.passwordHint })}
        problem={problems.password}
      />
      <Button type="submit" busy={isPending}>
        {isNew ? account.signUp : account.signIn}
      </Button>
    </form>
  );
}
